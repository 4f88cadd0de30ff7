package io.starkbeat.standalone.verify;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a gateway tells of one session, record by record.
final class Telling {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final String PEER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";

    private final String session;
    private final String addressKey;
    private final @Nullable String peerId;
    private final long from;
    private long seq;

    /// @param peerId what it names; null for a nameless node
    /// @param from   seconds after [#START] at which it opens
    Telling(String session, @Nullable String peerId, long from) {
        this.session = session;
        this.addressKey = "key-of-" + session;
        this.peerId = peerId;
        this.from = from;
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    SessionEvent opened() {
        return new SessionOpened(session, seq++, at(from), "gw", "192.0.2.1", addressKey, null, null, "/submit",
                Fields.EMPTY, null);
    }

    SessionEvent height(long height, long second) {
        var fields = Fields.builder().put(Field.CURRENT_BLOCK_NUMBER_L2, new FieldValue.Whole(height));
        if (peerId != null) {
            fields.put(Field.PEER_ID, new FieldValue.Text(peerId));
        }
        return report(fields.build(), second);
    }

    SessionEvent named(String name, long second) {
        return report(Fields.of(Field.NAME, new FieldValue.Text(name)), second);
    }

    private SessionEvent report(Fields fields, long second) {
        return new NodeReport(session, seq++, at(second), "gw", null, "spec-flat", fields, null);
    }

    SessionEvent alive(Fields all, long second) {
        return new SessionAlive(session, seq++, at(second), "gw", "192.0.2.1", addressKey, null, null, "/submit",
                at(from), all, null);
    }

    SessionEvent closed(long second) {
        return new SessionClosed(session, seq++, at(second), "gw", 1000, null, null);
    }
}
