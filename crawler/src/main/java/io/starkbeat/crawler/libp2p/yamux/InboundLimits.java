package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;

/// What a peer may send over a connection's life besides answers. Generous to a busy peer, and an end to one that only keeps
/// us busy. For the reading thread.
final class InboundLimits {
    /// Frames that carry no data: pings, window updates, goodbyes, empty ones. A peer that pings every 30 s and updates
    /// windows after each 64 KiB that it reads gets there after hours.
    static final int MAX_CONTROL = 4096;
    /// Streams that it opens; a peer has a handful of questions to us. The specification's longest backlog.
    static final int MAX_OPENED = 256;
    /// Bytes for streams that are closed here: four full windows may have been on their way.
    static final int MAX_STRAY = 4 * YamuxStream.WINDOW;

    private int control;
    private int opened;
    private int stray;

    void countControl() throws DialException {
        if (++control > MAX_CONTROL) {
            throw new DialException.Violation(Layer.YAMUX, "more than " + MAX_CONTROL + " frames without data");
        }
    }

    void countOpened() throws DialException {
        if (++opened > MAX_OPENED) {
            throw new DialException.Violation(Layer.YAMUX, "more than " + MAX_OPENED + " streams opened by the peer");
        }
    }

    void countStray(int bytes) throws DialException {
        stray += bytes;
        if (stray > MAX_STRAY) {
            throw new DialException.Violation(Layer.YAMUX,
                    "more than " + MAX_STRAY + " bytes for streams that are not open");
        }
    }
}
