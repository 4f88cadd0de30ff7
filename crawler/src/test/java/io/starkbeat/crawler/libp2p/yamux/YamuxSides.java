package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Both ends of a pipe, of which one or both speak Yamux.
abstract class YamuxSides {
    static final byte[] NONE = {};

    final MemoryStream[] pipe = MemoryStream.pipe();
    final BlockingQueue<YamuxStream> accepted = new LinkedBlockingQueue<>();

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), "a test");
    }

    static Deadline atOnce() {
        return Deadline.in(Duration.ofMillis(100), "a test");
    }

    YamuxSession dialling() {
        return YamuxSession.start(pipe[0], true, YamuxStream::close);
    }

    YamuxSession listening() {
        return YamuxSession.start(pipe[1], false, accepted::add);
    }

    void readFramesAndNoStream() {
        Thread.ofVirtual().start(() -> {
            try {
                while (pipe[1].read(new byte[65536], 0, 65536, soon()) >= 0) {
                    // Nothing is answered.
                }
            } catch (DialException e) {
                // The end of the test.
            }
        });
    }
}
