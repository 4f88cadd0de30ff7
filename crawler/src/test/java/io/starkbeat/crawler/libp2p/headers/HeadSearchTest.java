package io.starkbeat.crawler.libp2p.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.testkit.Answers;
import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class HeadSearchTest {
    private static final int MOST_QUESTIONS = 70;

    @Property(tries = 2000)
    void theHeadIsFoundFromAnywhere(@ForAll @LongRange(min = 0, max = HeadSearch.MAX_HEIGHT - 1) long head,
            @ForAll @LongRange(min = 0, max = HeadSearch.MAX_HEIGHT) long from) throws DialException {
        AtomicInteger questions = new AtomicInteger();
        assertThat(HeadSearch.find(from, number -> {
            questions.incrementAndGet();
            return number <= head;
        })).hasValue(head);
        assertThat(questions).hasValueLessThanOrEqualTo(MOST_QUESTIONS);
        long away = Math.max(1, Math.abs(head - from));
        assertThat(questions.get()).isLessThanOrEqualTo(2 * (Long.SIZE - Long.numberOfLeadingZeros(away)) + 3);
    }

    @Test
    void aChainThatHasNotMovedTakesTwoQuestions() throws DialException {
        AtomicInteger questions = new AtomicInteger();
        HeadSearch.find(1_000_000, number -> {
            questions.incrementAndGet();
            return number <= 1_000_000;
        });
        assertThat(questions).hasValue(2);
    }

    @Test
    void aPeerWithoutBlocksHasNoHead() throws DialException {
        assertThat(HeadSearch.find(0, number -> false)).isEmpty();
        assertThat(HeadSearch.find(HeadSearch.MAX_HEIGHT, number -> false)).isEmpty();
    }

    /// Liars: one that has everything, and one that answers as it likes, which costs no more questions.
    @Test
    void liarsAreToldApartOrAnsweredInBoundedQuestions() {
        assertThatThrownBy(() -> HeadSearch.find(0, number -> true)).isInstanceOf(DialException.Violation.class)
                .hasMessage("headers: a chain without an end");
        assertThatThrownBy(() -> HeadSearch.find(-1, number -> true)).isInstanceOf(IllegalArgumentException.class);
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            AtomicInteger questions = new AtomicInteger();
            try {
                HeadSearch.find(random.nextLong(HeadSearch.MAX_HEIGHT), number -> {
                    questions.incrementAndGet();
                    return random.nextBoolean();
                });
            } catch (DialException e) {
                assertThat(e).isInstanceOf(DialException.Violation.class);
            }
            assertThat(questions).hasValueLessThanOrEqualTo(MOST_QUESTIONS);
        }
    }

    /// `BlockHeadersRequest{iteration: {block_number: 300, direction: 1, limit: 1, step: 1}}`.
    @Test
    void theRequestIsLaidOutAsSpecified() {
        assertThat(BlockProbe.request(300))
                .isEqualTo(HexFormat.of().parseHex("0a09" + "08ac02" + "1801" + "2001" + "2801"));
    }

    @Test
    void aHeaderIsABlockAndAnEndIsNone() throws DialException {
        assertThat(BlockProbe.answered(MemoryStream.of(Frames.delimit(Answers.header(7))), 7, soon())).isTrue();
        assertThat(BlockProbe.answered(MemoryStream.of(Frames.delimit(new byte[]{0x12, 0})), 7, soon())).isFalse();
        assertThatThrownBy(() -> BlockProbe.answered(MemoryStream.of(Frames.delimit(Answers.header(8))), 7, soon()))
                .isInstanceOf(DialException.Violation.class).hasMessage("headers: block 8 for block 7");
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), "a test");
    }

    @Property(tries = 2000)
    void anyBytesAreAnAnswerOrAnError(@ForAll @Size(max = 40) byte[] bytes) {
        try {
            BlockProbe.answered(MemoryStream.of(bytes), 7, soon());
        } catch (DialException e) {
            assertThat(e).isInstanceOfAny(DialException.Violation.class, DialException.Ended.class);
        }
    }
}
