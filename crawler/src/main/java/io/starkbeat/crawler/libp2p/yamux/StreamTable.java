package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// A session's open streams by their ids: odd ones were opened by the dialling side, even ones by the other. Guarded by the
/// session's lock.
final class StreamTable {
    /// Streams opened here at a time. Each may have a full window of unread bytes, in as much memory: 16 MiB in the worst case.
    static final int MAX_OPENED = 64;
    /// Streams opened by the peer at a time; more are reset. Each may have [YamuxStream#MAX_UNREAD_INBOUND] unread bytes.
    static final int MAX_ACCEPTED = 8;

    private final Map<Integer, YamuxStream> streams = new HashMap<>();
    private final int ownParity;
    private int nextOwn;
    private int opened;
    private int accepted;

    StreamTable(boolean dialled) {
        ownParity = dialled ? 1 : 0;
        nextOwn = dialled ? 1 : 2;
    }

    YamuxStream open(YamuxSession session) throws DialException {
        if (opened == MAX_OPENED) {
            throw new DialException.Cancelled(MAX_OPENED + " streams are open on this connection; close some first");
        }
        if (nextOwn < 0) {
            throw new DialException.Cancelled("this connection has no stream ids left");
        }
        YamuxStream stream = new YamuxStream(session, nextOwn, true);
        nextOwn += 2;
        streams.put(stream.id(), stream);
        opened++;
        return stream;
    }

    /// Takes a stream that the peer opens, or null when there are too many already.
    ///
    /// @throws DialException.Violation if the id is not the peer's to choose, or in use
    @Nullable
    YamuxStream accept(YamuxSession session, int id) throws DialException {
        // In no order: who opens several at once may announce a later one first.
        if ((id & 1) == ownParity || streams.containsKey(id)) {
            throw new DialException.Violation(Layer.YAMUX, "the peer opened stream " + Integer.toUnsignedString(id)
                    + ", which is " + (streams.containsKey(id) ? "open" : "not its to open"));
        }
        if (accepted == MAX_ACCEPTED) {
            return null;
        }
        YamuxStream stream = new YamuxStream(session, id, false);
        streams.put(id, stream);
        accepted++;
        return stream;
    }

    @Nullable
    YamuxStream get(int id) {
        return streams.get(id);
    }

    void forget(YamuxStream stream) {
        if (streams.remove(stream.id()) != null) {
            if ((stream.id() & 1) == ownParity) {
                opened--;
            } else {
                accepted--;
            }
        }
    }

    void failAll(DialException reason) {
        streams.values().forEach(stream -> stream.fail(reason));
        streams.clear();
        opened = 0;
        accepted = 0;
    }
}
