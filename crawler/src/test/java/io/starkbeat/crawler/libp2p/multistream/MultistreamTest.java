package io.starkbeat.crawler.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MultistreamTest {
    private static final String HELLO = "\u0013/multistream/1.0.0\n";

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), "a test");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The lines of the specification's example, byte for byte.
    @Test
    void theFirstProposalGoesWithTheHeader() throws DialException {
        MemoryStream peer = MemoryStream.of(bytes(HELLO + "\u0007/noise\n" + "behind"));
        assertThat(Multistream.select(peer, List.of("/noise"), soon())).isEqualTo("/noise");
        assertThat(text(peer.written())).isEqualTo(HELLO + "\u0007/noise\n");
        assertThat(text(Frames.exactly(peer, 6, Layer.TCP, soon()))).isEqualTo("behind");
    }

    @Test
    void oneAfterTheOtherIsProposedUntilOneIsTaken() throws DialException {
        MemoryStream peer = MemoryStream.of(bytes(HELLO + "\u0003na\n\u0003na\n\u0003/c\n"));
        assertThat(Multistream.select(peer, List.of("/a", "/b", "/c", "/d"), soon())).isEqualTo("/c");
        assertThat(text(peer.written())).isEqualTo(HELLO + "\u0003/a\n\u0003/b\n\u0003/c\n");
    }

    @Test
    void whenNoneIsTakenAllAreNamed() {
        MemoryStream peer = MemoryStream.of(bytes(HELLO + "\u0003na\n\u0003na\n"));
        assertThatThrownBy(() -> Multistream.select(peer, List.of("/a", "/b"), soon()))
                .isInstanceOf(DialException.Unsupported.class).hasMessage("the peer speaks none of /a, /b");
    }

    @ParameterizedTest
    @CsvSource({"'\u0013/multistream/2.0.0\n', '/multistream/2.0.0'' where', Violation",
            "'\u0003na\n', '''na'' where', Violation",
            "'\u0013/multistream/1.0.0\n\u0003/x\n', '''/x'' where', Violation",
            "'\u0013/multistream/1.0.0x', without a newline, Violation", "'\u0000', without a newline, Violation",
            "'\u00ff\u00ff\u0003', 'of 65535 bytes, where 1024', Violation",
            "'\u0013/multi', 'the peer closed amid a message', Ended"})
    void whatIsNotMultistreamIsRefused(String said, String why, String kind) {
        assertThatThrownBy(() -> Multistream.select(MemoryStream.of(bytes(said)), List.of("/a"), soon()))
                .isInstanceOf(DialException.class).hasMessageStartingWith("multistream: ").hasMessageContaining(why)
                .extracting(e -> e.getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void aProposalIsAnswered() throws DialException {
        MemoryStream peer = MemoryStream.of(bytes(HELLO + "\u0003/a\n\u0003ls\n\u0003/b\n"));
        assertThat(Multistream.accept(peer, Set.of("/b")::contains, soon())).isEqualTo("/b");
        assertThat(text(peer.written())).isEqualTo(HELLO + "\u0003na\n\u0003na\n\u0003/b\n");
        assertThatThrownBy(() -> Multistream.accept(MemoryStream.of(bytes(HELLO + "\u0003/a\n".repeat(100))),
                Set.of("/b")::contains, soon())).isInstanceOf(DialException.Violation.class);
    }

    @Test
    void lazilyTheQuestionGoesWithTheProposal() throws DialException {
        MemoryStream peer = MemoryStream.of(bytes(HELLO + "\u0003/a\nanswer"));
        ByteStream lazy = new LazyNegotiation(peer, "/a");
        lazy.write(bytes("question"), soon());
        lazy.write(bytes("?"), soon());
        assertThat(text(peer.written())).isEqualTo(HELLO + "\u0003/a\nquestion?");
        assertThat(text(Frames.exactly(lazy, 6, Layer.TCP, soon()))).isEqualTo("answer");
        MemoryStream silent = MemoryStream.of(bytes(HELLO + "\u0003/a\nx"));
        assertThat(text(Frames.exactly(new LazyNegotiation(silent, "/a"), 1, Layer.TCP, soon()))).isEqualTo("x");
        assertThat(text(silent.written())).isEqualTo(HELLO + "\u0003/a\n");
        MemoryStream refusing = MemoryStream.of(bytes(HELLO + "\u0003na\n"));
        assertThatThrownBy(() -> new LazyNegotiation(refusing, "/a").read(new byte[1], 0, 1, soon()))
                .isInstanceOf(DialException.Unsupported.class);
    }

    @Test
    void bothSidesAgree() throws Exception {
        MemoryStream[] pipe = MemoryStream.pipe();
        FutureTask<String> there = new FutureTask<>(() -> Multistream.accept(pipe[1], "/c"::equals, soon()));
        Thread.ofVirtual().start(there);
        assertThat(Multistream.select(pipe[0], List.of("/a", "/b", "/c"), soon())).isEqualTo("/c");
        assertThat(there.get(10, TimeUnit.SECONDS)).isEqualTo("/c");
    }

    @Property(tries = 2000)
    void anyBytesAreAnAnswerOrAnError(@ForAll("answers") String said) {
        List<String> proposals = List.of("/a", "/b");
        try {
            assertThat(proposals).contains(Multistream.select(MemoryStream.of(bytes(said)), proposals, soon()));
        } catch (DialException e) {
            assertThat(e).isInstanceOfAny(DialException.Violation.class, DialException.Ended.class,
                    DialException.Unsupported.class);
        }
        try {
            assertThat(Multistream.accept(MemoryStream.of(bytes(said)), proposals::contains, soon())).isIn(proposals);
        } catch (DialException e) {
            assertThat(e).isInstanceOfAny(DialException.Violation.class, DialException.Ended.class);
        }
    }

    @Provide
    Arbitrary<String> answers() {
        return Arbitraries
                .oneOf(Arbitraries.of(HELLO, "\u0003na\n", "\u0003/a\n", "\u0003/b\n", "\u0003/c\n", "\u0000"),
                        Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(3))
                .list().ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
