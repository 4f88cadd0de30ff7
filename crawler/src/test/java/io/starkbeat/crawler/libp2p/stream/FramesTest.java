package io.starkbeat.crawler.libp2p.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FramesTest {
    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), "a test");
    }

    @Property
    void whatIsDelimitedIsReadAgain(@ForAll @Size(max = 20_000) byte[] message) throws DialException {
        MemoryStream stream = MemoryStream.of(Frames.delimit(message), new byte[]{42});
        assertThat(Frames.delimited(stream, 20_000, Layer.KAD, soon())).isEqualTo(message);
        assertThat(Frames.exactly(stream, 1, Layer.KAD, soon())).containsExactly(42);
    }

    @Property
    void anyBytesAreAMessageOrAnError(@ForAll @Size(max = 100) byte[] bytes) {
        try {
            assertThat(Frames.delimited(MemoryStream.of(bytes), 50, Layer.KAD, soon())).hasSizeLessThanOrEqualTo(50);
        } catch (DialException e) {
            assertThat(e).isInstanceOfAny(DialException.Ended.class, DialException.Violation.class);
        }
    }

    @Test
    void aLengthIsLookedAtBeforeItIsBelieved() {
        assertThatThrownBy(
                () -> Frames.delimited(MemoryStream.of(new byte[]{-1, -1, -1, -1, 7}), 1000, Layer.KAD, soon()))
                .isInstanceOf(DialException.Violation.class)
                .hasMessage("kad: a message of 2147483647 bytes, where 1000 are allowed");
        assertThatThrownBy(
                () -> Frames.delimited(MemoryStream.of(new byte[]{-1, -1, -1, -1, -1, 1}), 1000, Layer.KAD, soon()))
                .hasMessage("kad: a message's length does not end");
    }

    /// A gibibyte is announced and a kilobyte sent: were it allocated on the peer's word, this JVM would not have it.
    @Test
    void memoryFollowsWhatHasArrived() {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> Frames.exactly(MemoryStream.of(new byte[1000]), 1 << 30, Layer.KAD, soon()))
                    .isInstanceOf(DialException.Ended.class).hasMessage("kad: the peer closed amid a message");
        }
    }

    @Test
    void aPartHasNoMoreTimeThanTheWhole() {
        Deadline whole = Deadline.in(Duration.ofMillis(50), "all of it");
        assertThat(whole.part(Duration.ofHours(1), "a part").remaining()).isLessThanOrEqualTo(50_000_000);
        assertThat(whole.part(Duration.ofMillis(1), "a part").remaining()).isLessThanOrEqualTo(1_000_000);
        assertThat(Deadline.in(Duration.ZERO, "identify").passed()).hasMessage("identify took longer than 0 ms");
        assertThatThrownBy(() -> Deadline.in(Duration.ZERO, "x").check())
                .isInstanceOf(DialException.DeadlinePassed.class);
        assertThat(Deadline.NEVER.remaining()).isEqualTo(Long.MAX_VALUE);
    }
}
