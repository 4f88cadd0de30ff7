package io.starkbeat.crawler.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// One side against what a peer may send that keeps no rule.
final class YamuxHostilePeerTest extends YamuxSides {
    /// The windows of streams that nobody reads.
    @Test
    void dataBeyondTheWindowEndsTheSession() throws Exception {
        YamuxSession dialling = dialling();
        YamuxStream unread = dialling.open();
        byte[] piece = new byte[64 * 1024];
        byte[] frame = new FrameHeader(FrameHeader.Type.DATA, 0, 1, piece.length).encoded(piece, 0, piece.length);
        for (int i = 0; i < 4; i++) {
            pipe[1].write(frame, soon());
        }
        assertThat(dialling.isOpen()).isTrue();
        pipe[1].write(new FrameHeader(FrameHeader.Type.DATA, 0, 1, 1).encoded(new byte[1], 0, 1), soon());
        Awaitility.await().until(() -> !dialling.isOpen());
        assertThat(Frames.exactly(unread, YamuxStream.WINDOW, Layer.YAMUX, soon())).hasSize(YamuxStream.WINDOW);
        assertThatThrownBy(() -> unread.read(new byte[1], 0, 1, soon())).isInstanceOf(DialException.Violation.class)
                .hasMessage("yamux: 1 bytes for a stream whose window is 0");
        assertThat(pipe[0].isClosed()).isTrue();
    }

    /// What a peer opens and fills without being read is reset, and the session lives.
    @Test
    void streamsThatAPeerFillsAreReset() throws Exception {
        YamuxSession dialling = YamuxSession.start(pipe[0], true, accepted::add);
        byte[] piece = new byte[YamuxStream.MAX_UNREAD_INBOUND + 1];
        pipe[1].write(
                new FrameHeader(FrameHeader.Type.DATA, FrameHeader.SYN, 2, piece.length).encoded(piece, 0,
                        piece.length),
                soon());
        assertThat(Frames.exactly(pipe[1], 24, Layer.YAMUX, soon())).isEqualTo(ByteBuffer.allocate(24)
                .put(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.ACK, 2, 0).encoded())
                .put(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.RST, 2, 0).encoded()).array());
        assertThat(dialling.isOpen()).isTrue();
        dialling.close();
    }

    /// Eight at a time are taken; the ninth is reset, and the session lives.
    @Test
    void streamsBeyondTheEighthAreReset() throws Exception {
        YamuxSession dialling = YamuxSession.start(pipe[0], true, accepted::add);
        for (int id = 2; id <= 2 * StreamTable.MAX_ACCEPTED + 2; id += 2) {
            pipe[1].write(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.SYN, id, 0).encoded(), soon());
        }
        for (int id = 2; id <= 2 * StreamTable.MAX_ACCEPTED + 2; id += 2) {
            int flag = id <= 2 * StreamTable.MAX_ACCEPTED ? FrameHeader.ACK : FrameHeader.RST;
            assertThat(Frames.exactly(pipe[1], 12, Layer.YAMUX, soon()))
                    .isEqualTo(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, flag, id, 0).encoded());
        }
        assertThat(dialling.isOpen()).isTrue();
        dialling.close();
    }

    @Test
    void dataBehindAnEndEndsTheSession() throws Exception {
        YamuxSession dialling = dialling();
        YamuxStream stream = dialling.open();
        pipe[1].write(new FrameHeader(FrameHeader.Type.DATA, FrameHeader.FIN, 1, 0).encoded(), soon());
        assertThat(stream.read(new byte[1], 0, 1, soon())).isEqualTo(-1);
        assertThat(dialling.isOpen()).isTrue();
        pipe[1].write(new FrameHeader(FrameHeader.Type.DATA, 0, 1, 1).encoded(new byte[1], 0, 1), soon());
        Awaitility.await().until(() -> !dialling.isOpen());
        assertThatThrownBy(dialling::open).isInstanceOf(DialException.Violation.class)
                .hasMessage("yamux: data on a stream that the peer had finished");
    }

    /// Whatever the reading thread dies of, the session ends with it.
    @Test
    void aReaderThatDiesEndsTheSession() throws Exception {
        YamuxSession dialling = YamuxSession.start(pipe[0], true, stream -> {
            throw new StackOverflowError("a test");
        });
        YamuxStream waiting = dialling.open();
        pipe[1].write(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.SYN, 2, 0).encoded(), soon());
        assertThatThrownBy(() -> waiting.read(new byte[1], 0, 1, Deadline.in(Duration.ofSeconds(5), "a test")))
                .isInstanceOf(DialException.Violation.class);
        assertThat(dialling.isOpen()).isFalse();
    }

    /// Whatever a peer sends: the session ends with an error of its own kind, and a reader is told.
    @Property
    void anyBytesEndInAnError(@ForAll("frames") byte[] bytes) throws DialException {
        MemoryStream peer = MemoryStream.of(bytes);
        YamuxSession session = YamuxSession.start(peer, true, YamuxStream::close);
        DialException error = null;
        try {
            YamuxStream stream = session.open();
            byte[] some = new byte[1000];
            while (stream.read(some, 0, some.length, soon()) >= 0) {
                // An end, or an error.
            }
        } catch (DialException e) {
            error = e;
        }
        Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(peer::isClosed);
        assertThat(session.isOpen()).isFalse();
        assertThat(error).satisfiesAnyOf(e -> assertThat(e).isNull(),
                e -> assertThat(e).isInstanceOfAny(DialException.Violation.class, DialException.Ended.class));
    }

    /// Frames whose parts are mostly right, and rubbish.
    @Provide
    Arbitrary<byte[]> frames() {
        Arbitrary<byte[]> rubbish = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte[]> frame = Combinators
                .combine(Arbitraries.integers().between(0, 4), Arbitraries.integers().between(0, 16),
                        Arbitraries.of(0, 1, 2, 3, 4, -1, -2), Arbitraries.of(0, 1, 10, 262_144, 262_145, -1))
                .as((type, flags, id, length) -> ByteBuffer.allocate(12).put((byte) 0).put(type.byteValue())
                        .putShort(flags.shortValue()).putInt(id).putInt(length).array());
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, frame), net.jqwik.api.Tuple.of(1, rubbish)).list()
                .ofMaxSize(30).map(parts -> {
                    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
                    parts.forEach(all::put);
                    return all.array();
                });
    }
}
