package io.starkbeat.crawler.libp2p;

import static io.starkbeat.crawler.libp2p.HonestBystander.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.noise.ForgedHandshakes;
import io.starkbeat.crawler.libp2p.noise.NoiseKeys;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Peers that keep to the handshake and break Yamux, over real sockets ([HonestBystander]).
@Execution(ExecutionMode.CONCURRENT) // most of the time goes by in waiting for deadlines
final class BadFramesTest {
    private static final HonestBystander BESIDE = HonestBystander.start();
    /// Who is writing when the peer closes hears it from TCP, who is reading from Yamux.
    private static final String ENDED = "Ended (yamux|tcp)";

    @AfterAll
    static void stop() {
        BESIDE.close();
    }

    private interface Secured {
        void play(ByteStream stream, Deadline deadline) throws DialException;
    }

    private static Arguments badFrames(String name, Secured script, String error) {
        return Arguments.of(name, script, error);
    }

    static byte[] frame(int version, int type, int flags, int id, int length, byte[] data) {
        return ByteBuffer.allocate(12 + data.length).put((byte) version).put((byte) type).putShort((short) flags)
                .putInt(id)
                .putInt(length).put(data).array();
    }

    private static Secured repeated(int times, byte[] frame) {
        return (noise, deadline) -> {
            for (int i = 0; i < times; i++) {
                noise.write(frame, deadline);
            }
        };
    }

    /// Our question, a ping, has the stream id 1.
    static Stream<Arguments> badYamux() {
        byte[] none = new byte[0];
        byte[] full = new byte[60 * 1024];
        return Stream.of(
                badFrames("says nothing", (noise, deadline) -> {}, "DeadlinePassed"),
                badFrames("closes", (noise, deadline) -> noise.close(), "Ended"),
                badFrames("closes amid a header", (noise, deadline) -> {
                    noise.write(new byte[5], deadline);
                    noise.close();
                }, ENDED),
                badFrames("closes amid a frame", (noise, deadline) -> {
                    noise.write(frame(0, 0, 0, 1, 1000, new byte[10]), deadline);
                    noise.close();
                }, ENDED),
                badFrames("speaks version 1", repeated(1, frame(1, 0, 0, 1, 0, none)), "Violation yamux"),
                badFrames("sends a frame of no known type", repeated(1, frame(0, 4, 0, 1, 0, none)), "Violation yamux"),
                badFrames("sets flags that nobody knows", repeated(1, frame(0, 0, 0x10, 1, 0, none)),
                        "Violation yamux"),
                badFrames("announces a frame of 4 GiB", repeated(1, frame(0, 0, 0, 1, -1, none)), "Violation yamux"),
                badFrames("announces a frame of 1 MiB", repeated(1, frame(0, 0, 0, 1, 1 << 20, none)),
                        "Violation yamux"),
                badFrames("floods with pings", repeated(5000, frame(0, 2, 1, 0, 7, none)), "Violation yamux"),
                badFrames("floods with window updates", repeated(5000, frame(0, 1, 0, 1, -1, none)), "Violation yamux"),
                badFrames("floods with empty frames", repeated(5000, frame(0, 0, 0, 1, 0, none)), "Violation yamux"),
                badFrames("floods streams that are not open", repeated(40, frame(0, 0, 0, 99, full.length, full)),
                        "Violation yamux"),
                badFrames("opens streams without an end", (noise, deadline) -> {
                    for (int id = 2; id < 1000; id += 2) {
                        noise.write(frame(0, 1, 1, id, 0, none), deadline);
                    }
                }, "Violation yamux"),
                badFrames("opens a stream with our ids", repeated(1, frame(0, 1, 1, 7, 0, none)), "Violation yamux"),
                badFrames("opens a stream twice", repeated(2, frame(0, 1, 1, 2, 0, none)), "Violation yamux"),
                badFrames("opens the session as a stream", repeated(1, frame(0, 0, 1, 0, 0, none)), "Violation yamux"),
                badFrames("pings for a stream", repeated(1, frame(0, 2, 1, 3, 0, none)), "Violation yamux"),
                badFrames("goes away", repeated(1, frame(0, 3, 0, 0, 2, none)), ENDED),
                badFrames("sends a frame a byte now and then",
                        (noise, deadline) -> HonestBystander.drip(noise, frame(0, 0, 0, 1, 200, new byte[200]),
                                deadline),
                        "DeadlinePassed"),
                badFrames("sends empty messages without an end", null, "Violation noise"));
    }

    @ParameterizedTest(name = "a peer that {0}")
    @MethodSource("badYamux")
    void losesTheConnection(String name, Secured script, String error) throws DialException {
        NoiseKeys keys = NoiseKeys.generate(Ed25519Identity.generate());
        try (TestPeer bad = TestPeer.scripted((tcp, deadline) -> {
            var noise = TestPeer.secured(tcp, keys, deadline);
            Multistream.accept(noise, Dialer.YAMUX::equals, deadline);
            // Until the question is there.
            noise.read(new byte[200], 0, 200, deadline);
            if (script == null) {
                while (true) {
                    ForgedHandshakes.writeEmpty(noise, deadline);
                }
            }
            script.play(noise, deadline);
        }); Connection connection = BESIDE.dialer().connect(bad.address().withoutPeer(), soon())) {
            BESIDE.expect(error, connection::ping);
            assertThat(connection.isOpen()).isFalse();
        }
        BESIDE.assertUnharmed();
    }

    @Test
    void aPeerThatResetsAStreamKeepsItsConnection() throws DialException {
        NoiseKeys keys = NoiseKeys.generate(Ed25519Identity.generate());
        try (TestPeer peer = TestPeer.scripted((tcp, deadline) -> {
            var noise = TestPeer.secured(tcp, keys, deadline);
            Multistream.accept(noise, Dialer.YAMUX::equals, deadline);
            noise.read(new byte[200], 0, 200, deadline);
            noise.write(frame(0, 1, 8, 1, 0, new byte[0]), deadline);
        }); Connection connection = BESIDE.dialer().connect(peer.address().withoutPeer(), soon())) {
            BESIDE.expect("Ended yamux", connection::ping);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    /// Nobody has asked anything, so only the message's own time can end it.
    @Test
    void halfAMessageOfNoiseEndsTheConnectionOfWhichNobodyAsks() throws DialException {
        NoiseKeys keys = NoiseKeys.generate(Ed25519Identity.generate());
        try (TestPeer bad = TestPeer.scripted((tcp, deadline) -> {
            var noise = TestPeer.secured(tcp, keys, deadline);
            Multistream.accept(noise, Dialer.YAMUX::equals, deadline);
            tcp.write(HonestBystander.join(new byte[]{0, 100}, new byte[50]), deadline);
        }); Connection connection = BESIDE.dialer().connect(bad.address().withoutPeer(), soon())) {
            assertThat(connection.isOpen()).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !connection.isOpen());
            BESIDE.expect("DeadlinePassed", connection::ping);
        }
        BESIDE.assertUnharmed();
    }
}
