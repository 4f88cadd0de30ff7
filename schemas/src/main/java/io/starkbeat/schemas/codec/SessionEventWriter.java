package io.starkbeat.schemas.codec;

import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.io.IOException;

/// Writes the value of the topic `node-telemetry`.
final class SessionEventWriter {
    private SessionEventWriter() {}

    static void write(SessionEvent event, RecordGenerator to) throws IOException {
        to.start();
        switch (event) {
            case NodeReport report -> begin("report", report, to)
                    .time("reported_at", report.reportedAt())
                    .text("dialect", report.dialect())
                    .fields("fields", report.fields())
                    .raw("extensions", report.extensions());
            case SessionOpened opened -> begin("opened", opened, to)
                    .text("address", opened.address())
                    .text("address_key", opened.addressKey())
                    .text("country", opened.country())
                    .text("user_agent", opened.userAgent())
                    .text("path", opened.path())
                    .fields("fields", opened.fields())
                    .text("continues", opened.continues());
            case SessionAlive alive -> begin("alive", alive, to)
                    .text("address", alive.address())
                    .text("address_key", alive.addressKey())
                    .text("country", alive.country())
                    .text("user_agent", alive.userAgent())
                    .text("path", alive.path())
                    .time("connected_at", alive.connectedAt())
                    .fields("fields", alive.fields())
                    .text("continues", alive.continues());
            case SessionClosed closed -> begin("closed", closed, to)
                    .number("code", closed.code())
                    .text("reason", closed.reason())
                    .text("continued_as", closed.continuedAs());
        }
        to.end();
    }

    private static RecordGenerator begin(String type, SessionEvent event, RecordGenerator to) throws IOException {
        return to.text("type", type)
                .text("session_id", event.sessionId())
                .number("seq", event.seq())
                .time("received_at", event.receivedAt())
                .text("gateway", event.gateway());
    }
}
