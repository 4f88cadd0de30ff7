package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Duration;
import java.time.Instant;

/// Makes the records of one session, numbered as a gateway does.
public final class Events {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final String PEER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";

    private final String session;
    private final String addressKey;
    private final Instant start;
    private long seq;

    public Events(String session) {
        this(session, "address-1", START);
    }

    public Events(String session, String addressKey, Instant start) {
        this.session = session;
        this.addressKey = addressKey;
        this.start = start;
    }

    public SessionEvent opened() {
        return opened(Fields.EMPTY, null);
    }

    public SessionEvent opened(Fields fields, String continues) {
        return new SessionOpened(session, seq++, start, "gw-1", "192.0.2.1", addressKey, null, "agent", "/submit",
                fields,
                continues);
    }

    public SessionEvent report(int second, Fields fields) {
        return new NodeReport(session, seq++, at(second), "gw-1", null, "spec-flat", fields, null);
    }

    /// @param reportedAt what the node's clock says
    public SessionEvent report(int second, Instant reportedAt, Fields fields) {
        return new NodeReport(session, seq++, at(second), "gw-1", reportedAt, "spec-flat", fields, null);
    }

    public SessionEvent alive(int second, Fields fields) {
        return new SessionAlive(session, seq++, at(second), "gw-1", "192.0.2.1", addressKey, null, "agent", "/submit",
                start, fields, null);
    }

    public SessionEvent closed(int second) {
        return new SessionClosed(session, seq++, at(second), "gw-1", 1000, null, null);
    }

    public SessionEvent continuedAs(int second, String next) {
        return new SessionClosed(session, seq++, at(second), "gw-1", 1000, SessionClosed.IDENTIFIED, next);
    }

    /// The next record gets a number higher by so much: some never arrived.
    public Events lose(int records) {
        seq += records;
        return this;
    }

    public Instant at(int second) {
        return start.plus(Duration.ofSeconds(second));
    }

    public static Fields identity(String peerId) {
        return Fields.builder()
                .put(Field.NAME, new FieldValue.Text("node"))
                .put(Field.PEER_ID, new FieldValue.Text(peerId))
                .put(Field.CLIENT, new FieldValue.Text("Juno"))
                .build();
    }

    public static Fields block(long number) {
        return Fields.of(Field.CURRENT_BLOCK_NUMBER_L2, new FieldValue.Whole(number));
    }

    public static Fields cpu(double percent) {
        return Fields.of(Field.CPU_USAGE, new FieldValue.Decimal(percent));
    }
}
