package io.starkbeat.query.rejected;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.session.RejectedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The last few rejections of each session, in memory. A session that sends nothing but nonsense displaces its own
/// rejections only, until all of them together take too much: then those go first whose session was rejected longest ago.
/// Thread-safe.
public final class RejectedLog {
    /// So many of each session: the last ones tell an operator what to mend, and no more than that.
    static final int MOST_OF_A_SESSION = 10;
    /// In all, in bytes: about as much as the states of four thousand nodes take.
    static final int MOST_BYTES = 8 * 1024 * 1024;

    private final int mostBytes;
    /// By session, the one that was rejected longest ago first.
    private final Map<String, ArrayDeque<Rejection>> bySession = new LinkedHashMap<>();
    private long bytes;

    public RejectedLog() {
        this(MOST_BYTES);
    }

    RejectedLog(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// Keeps what was rejected. Of a message that several records carry the first one is enough.
    ///
    /// @throws IllegalArgumentException when its body is no base64
    public void add(RejectedMessage rejected) {
        if (rejected.isFirst()) {
            add(Rejection.of(rejected));
        }
    }

    private synchronized void add(Rejection rejection) {
        ArrayDeque<Rejection> ofSession = Objects.requireNonNullElseGet(bySession.remove(rejection.session()),
                ArrayDeque::new);
        ofSession.addLast(rejection);
        bytes += rejection.weight();
        if (ofSession.size() > MOST_OF_A_SESSION) {
            bytes -= ofSession.removeFirst().weight();
        }
        bySession.put(rejection.session(), ofSession);
        Iterator<ArrayDeque<Rejection>> earliest = bySession.values().iterator();
        while (bytes > mostBytes && earliest.hasNext()) {
            ArrayDeque<Rejection> gone = earliest.next();
            bytes -= gone.stream().mapToInt(Rejection::weight).sum();
            earliest.remove();
        }
    }

    /// What is kept of some sessions, as a JSON array in UTF-8, the newest first.
    ///
    /// @param sessions those of one node
    public byte[] json(Collection<String> sessions) {
        try (ByteArrayBuilder to = new ByteArrayBuilder()) {
            try (JsonGenerator json = RecordMapper.mapper().createGenerator(to)) {
                json.writeStartArray();
                for (Rejection rejection : of(sessions)) {
                    rejection.write(json);
                }
                json.writeEndArray();
            }
            return to.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write what was rejected", e);
        }
    }

    private synchronized List<Rejection> of(Collection<String> sessions) {
        return sessions.stream()
                .flatMap(session -> Optional.ofNullable(bySession.get(session)).stream())
                .<Rejection>flatMap(ArrayDeque::stream)
                .sorted(Comparator.comparing(Rejection::receivedAt).reversed())
                .toList();
    }

    /// About how much memory is taken, in bytes.
    public synchronized long bytes() {
        return bytes;
    }

    /// Of how many sessions something is kept.
    public synchronized int sessions() {
        return bySession.size();
    }
}
