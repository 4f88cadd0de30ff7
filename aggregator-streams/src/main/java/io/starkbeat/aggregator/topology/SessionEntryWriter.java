package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.schemas.codec.RecordGenerator;
import java.io.IOException;

/// Writes a session as the store keeps it.
final class SessionEntryWriter {
    private SessionEntryWriter() {}

    static void write(SessionEntry entry, RecordGenerator to) throws IOException {
        SessionState session = entry.session();
        to.start()
                .start("session")
                .text("session_id", session.sessionId())
                .text("gateway", session.gateway())
                .number("seq", session.seq())
                .number("missing", session.missing())
                .text("address", session.address())
                .text("address_key", session.addressKey())
                .text("country", session.country())
                .time("connected_at", session.connectedAt())
                .time("vouched_at", session.vouchedAt())
                .time("last_report", session.lastReport())
                .time("last_reported_at", session.lastReportedAt())
                .text("peer_id", session.peerId())
                .number("named_seq", session.namedSeq())
                .fields("fields", session.fields())
                .times("field_times", session.fieldTimes())
                .flag("ended", session.ended())
                .text("continued_as", session.continuedAs())
                .end()
                .number("offset", entry.offset())
                .end();
    }
}
