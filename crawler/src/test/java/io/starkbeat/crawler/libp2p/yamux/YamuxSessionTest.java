package io.starkbeat.crawler.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Both sides over a pipe: what is said arrives, and nobody waits for ever.
final class YamuxSessionTest extends YamuxSides {
    /// The header of the specification: version, type, flags, stream id, length; big endian.
    @Test
    void framesAreLaidOutAsSpecified() throws DialException {
        assertThat(new FrameHeader(FrameHeader.Type.DATA, FrameHeader.SYN | FrameHeader.FIN, 3, 258).encoded())
                .isEqualTo(HexFormat.of().parseHex("00" + "00" + "0005" + "00000003" + "00000102"));
        assertThat(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.ACK, 0x01020304, -1).encoded())
                .isEqualTo(HexFormat.of().parseHex("00" + "01" + "0002" + "01020304" + "ffffffff"));
        assertThat(new FrameHeader(FrameHeader.Type.PING, FrameHeader.ACK, 0, 7).encoded())
                .isEqualTo(HexFormat.of().parseHex("00" + "02" + "0002" + "00000000" + "00000007"));
        assertThat(new FrameHeader(FrameHeader.Type.GO_AWAY, 0, 0, 1).encoded())
                .isEqualTo(HexFormat.of().parseHex("00" + "03" + "0000" + "00000000" + "00000001"));
        assertThat(FrameHeader.decode(HexFormat.of().parseHex("000100080000000200000400")))
                .isEqualTo(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.RST, 2, 1024));
    }

    @Test
    void whatIsSaidArrivesBothWays() throws Exception {
        YamuxSession dialling = dialling();
        listening();
        YamuxStream here = dialling.open();
        here.write("question".getBytes(), soon());
        YamuxStream there = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(Frames.exactly(there, 8, Layer.YAMUX, soon())).asString().isEqualTo("question");
        there.write("answer".getBytes(), soon());
        there.finish(soon());
        assertThat(Frames.exactly(here, 6, Layer.YAMUX, soon())).asString().isEqualTo("answer");
        assertThat(here.read(new byte[1], 0, 1, soon())).isEqualTo(-1);
        here.finish(soon());
        assertThat(there.read(new byte[1], 0, 1, soon())).isEqualTo(-1);
        dialling.close();
    }

    /// Ten times the window: only a reader that tells of its reading lets it through.
    @Test
    void aStreamWhoseAnswerIsLongIsReadWhole() throws Exception {
        YamuxSession dialling = dialling();
        listening();
        byte[] much = new byte[10 * YamuxStream.WINDOW + 13];
        new Random(7).nextBytes(much);
        YamuxStream here = dialling.open();
        here.write(NONE, soon());
        YamuxStream there = accepted.poll(10, TimeUnit.SECONDS);
        Thread.ofVirtual().start(() -> {
            try {
                there.write(much, soon());
                there.finish(soon());
            } catch (DialException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(Frames.exactly(here, much.length, Layer.YAMUX, soon())).isEqualTo(much);
        assertThat(here.read(new byte[1], 0, 1, soon())).isEqualTo(-1);
        dialling.close();
    }

    @Test
    void aWriterWaitsForTheWindowAndNoLonger() throws Exception {
        YamuxSession dialling = dialling();
        readFramesAndNoStream();
        YamuxStream here = dialling.open();
        here.write(new byte[YamuxStream.WINDOW], soon());
        assertThatThrownBy(() -> here.write(new byte[1], atOnce())).isInstanceOf(DialException.DeadlinePassed.class);
        dialling.close();
    }

    @Test
    void streamsDoNotMix() throws Exception {
        YamuxSession dialling = dialling();
        YamuxSession.start(pipe[1], false, stream -> Thread.ofVirtual().start(() -> {
            try {
                byte[] some = new byte[1000];
                for (int read = stream.read(some, 0, 1000, soon()); read > 0; read = stream.read(some, 0, 1000,
                        soon())) {
                    stream.write(some, 0, read, soon());
                }
                stream.finish(soon());
            } catch (DialException e) {
                stream.close();
            }
        }));
        List<Callable<Boolean>> echoes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte fill = (byte) i;
            echoes.add(() -> {
                YamuxStream stream = dialling.open();
                byte[] said = new byte[3000];
                Arrays.fill(said, fill);
                stream.write(said, soon());
                stream.finish(soon());
                return Arrays.equals(said, Frames.exactly(stream, said.length, Layer.YAMUX, soon()))
                        && stream.read(new byte[1], 0, 1, soon()) == -1;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> echo : threads.invokeAll(echoes)) {
                assertThat(echo.get()).isTrue();
            }
        }
        dialling.close();
    }

    @Test
    void pingsAreAnsweredAndAnswersPassedOver() throws DialException {
        YamuxSession dialling = dialling();
        pipe[1].write(new FrameHeader(FrameHeader.Type.PING, FrameHeader.ACK, 0, 5).encoded(), soon());
        pipe[1].write(new FrameHeader(FrameHeader.Type.PING, FrameHeader.SYN, 0, -7).encoded(), soon());
        assertThat(Frames.exactly(pipe[1], 12, Layer.YAMUX, soon()))
                .isEqualTo(new FrameHeader(FrameHeader.Type.PING, FrameHeader.ACK, 0, -7).encoded());
        assertThat(dialling.isOpen()).isTrue();
        dialling.close();
    }

    @Test
    void aPeerThatGoesAwayIsNotAskedAgainAndMayFinish() throws Exception {
        YamuxSession dialling = dialling();
        YamuxStream here = dialling.open();
        here.write(NONE, soon());
        pipe[1].write(new FrameHeader(FrameHeader.Type.GO_AWAY, 0, 0, 0).encoded(), soon());
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(dialling::open).isInstanceOf(DialException.Ended.class)
                        .hasMessage("yamux: the peer takes no more streams"));
        pipe[1].write(new FrameHeader(FrameHeader.Type.DATA, 0, 1, 3).encoded("end".getBytes(), 0, 3), soon());
        assertThat(Frames.exactly(here, 3, Layer.YAMUX, soon())).asString().isEqualTo("end");
        dialling.close();
    }

    @Test
    void anAnswerIsReadThoughThePeerHasClosedBehindIt() throws Exception {
        YamuxSession dialling = dialling();
        YamuxStream here = dialling.open();
        here.write(NONE, soon());
        pipe[1].write(new FrameHeader(FrameHeader.Type.DATA, FrameHeader.FIN, 1, 3).encoded("end".getBytes(), 0, 3),
                soon());
        pipe[1].finish();
        Awaitility.await().until(() -> !dialling.isOpen());
        assertThat(Frames.exactly(here, 3, Layer.YAMUX, soon())).asString().isEqualTo("end");
    }

    @Test
    void theSessionSaysGoodbye() throws Exception {
        YamuxSession dialling = dialling();
        dialling.close();
        assertThat(Frames.exactly(pipe[1], 12, Layer.YAMUX, soon()))
                .isEqualTo(new FrameHeader(FrameHeader.Type.GO_AWAY, 0, 0, 0).encoded());
        assertThat(pipe[1].read(new byte[1], 0, 1, soon())).isEqualTo(-1);
    }

    /// Twice 4 GiB, behind a window that is used up: neither is negative, nor is their sum.
    @Test
    void windowsAreUnsignedAndAddUp() throws Exception {
        YamuxSession dialling = dialling();
        readFramesAndNoStream();
        YamuxStream stream = dialling.open();
        stream.write(new byte[YamuxStream.WINDOW], soon());
        assertThatThrownBy(() -> stream.write(new byte[1], atOnce())).isInstanceOf(DialException.DeadlinePassed.class);
        for (int i = 0; i < 2; i++) {
            pipe[1].write(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, 0, 1, -1).encoded(), soon());
        }
        stream.write(new byte[2 * YamuxStream.WINDOW], soon());
        assertThat(dialling.isOpen()).isTrue();
        dialling.close();
    }

    /// A frame that never got its turn has cut nothing short.
    @Test
    void whoeverWaitsInVainToWriteLeavesTheSessionWhole() throws Exception {
        YamuxSession dialling = dialling();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                dialling.open().write(new byte[YamuxStream.WINDOW], soon());
            } catch (DialException e) {
                throw new IllegalStateException(e);
            }
        });
        // The pipe is full, and a frame is stuck in it.
        Awaitility.await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> dialling.open().write(new byte[1], atOnce()))
                .isInstanceOf(DialException.DeadlinePassed.class);
        assertThat(dialling.isOpen()).isTrue();
        readFramesAndNoStream();
        assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
        dialling.open().write(new byte[1], soon());
        dialling.close();
    }

    @Test
    void anInterruptedThreadStillGivesItsStreamUp() throws Exception {
        YamuxSession dialling = dialling();
        YamuxStream stream = dialling.open();
        stream.write(NONE, soon());
        Frames.exactly(pipe[1], 12, Layer.YAMUX, soon());
        Thread closing = Thread.ofVirtual().unstarted(() -> {
            Thread.currentThread().interrupt();
            stream.close();
        });
        closing.start();
        assertThat(Frames.exactly(pipe[1], 12, Layer.YAMUX, Deadline.in(Duration.ofSeconds(5), "a test")))
                .isEqualTo(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.RST, 1, 0).encoded());
        dialling.close();
    }

    @Test
    void ourOwnStreamsAreBounded() throws DialException {
        YamuxSession dialling = dialling();
        List<YamuxStream> open = new ArrayList<>();
        for (int i = 0; i < StreamTable.MAX_OPENED; i++) {
            open.add(dialling.open());
        }
        assertThatThrownBy(dialling::open).isInstanceOf(DialException.Cancelled.class);
        open.getFirst().close();
        dialling.open();
        dialling.close();
    }
}
