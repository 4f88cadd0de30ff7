package io.starkbeat.crawler.libp2p.ping;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.time.Duration;
import java.util.Arrays;

/// 32 bytes there and back (ping specification).
public final class Ping {
    public static final String PROTOCOL = "/ipfs/ping/1.0.0";
    public static final int BYTES = 32;
    /// What a peer may ask of us on one stream.
    private static final int MAX_ECHOES = 256;

    private Ping() {}

    /// Measures one round trip on a stream on which [#PROTOCOL] is spoken.
    ///
    /// @param payload [#BYTES] that nobody can foresee
    public static Duration measure(ByteStream stream, byte[] payload, Deadline deadline) throws DialException {
        long before = System.nanoTime();
        stream.write(payload, deadline);
        byte[] echo = Frames.exactly(stream, BYTES, Layer.PING, deadline);
        long after = System.nanoTime();
        if (!Arrays.equals(payload, echo)) {
            throw new DialException.Violation(Layer.PING, "other bytes came back than were sent");
        }
        return Duration.ofNanos(after - before);
    }

    /// Answers a peer's pings until it ends.
    public static void answer(ByteStream stream, Deadline deadline) throws DialException {
        byte[] payload = new byte[BYTES];
        for (int i = 0; i < MAX_ECHOES; i++) {
            int first = stream.read(payload, 0, BYTES, deadline);
            if (first < 0) {
                return;
            }
            Frames.fill(stream, payload, first, Layer.PING, deadline);
            stream.write(payload, deadline);
        }
    }
}
