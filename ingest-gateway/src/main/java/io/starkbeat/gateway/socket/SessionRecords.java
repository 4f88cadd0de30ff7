package io.starkbeat.gateway.socket;

import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.publish.Charge;
import io.starkbeat.gateway.publish.OutgoingRecord;
import io.starkbeat.gateway.publish.OutgoingRecord.Outcome;
import io.starkbeat.gateway.session.SessionOutput;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import io.starkbeat.schemas.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Turns what a session makes into records on their way, and counts it. Encodes on the event loop: there are several of
/// them and one publisher.
final class SessionRecords implements SessionOutput {
    private static final String EVENT_SCHEMA = RecordCodec.SESSION_EVENT.schema();
    private static final String REJECTED_SCHEMA = RecordCodec.REJECTED_MESSAGE.schema();

    /// Tells the sender something.
    interface Sender {
        void tell(RejectionReason reason, String detail, @Nullable String field);
    }

    private final SocketServices services;
    private final GatewayMetrics metrics;
    private final Sender sender;

    SessionRecords(SocketServices services, Sender sender) {
        this.services = services;
        this.metrics = services.metrics();
        this.sender = sender;
    }

    @Override
    public void control(SessionEvent event, String placedBy, Runnable acknowledged) {
        switch (event) {
            case SessionOpened opened when opened.continues() == null -> metrics.sessionsOpen(1);
            case SessionClosed closed when !closed.isContinued() -> metrics.sessionsOpen(-1);
            default -> {
                // The socket's session goes on.
            }
        }
        publish(event, placedBy, Charge.CONTROL, outcome -> {
            if (outcome != Outcome.ACKNOWLEDGED) {
                metrics.controlRecordLost();
            }
            acknowledged.run();
        });
    }

    @Override
    public void report(NodeReport report, String placedBy, boolean lastOfMessage) {
        if (lastOfMessage) {
            metrics.sent();
        }
        publish(report, placedBy, Charge.DATA, outcome -> {
            if (lastOfMessage) {
                switch (outcome) {
                    case ACKNOWLEDGED -> metrics.accepted();
                    case REFUSED -> metrics.failed();
                    case DISCARDED -> metrics.discarded();
                }
            }
        });
    }

    private void publish(SessionEvent event, String placedBy, Charge charge, OutgoingRecord.Settled settled) {
        services.publisher()
                .publish(new OutgoingRecord(Topic.NODE_TELEMETRY, event.sessionId(), placedBy, EVENT_SCHEMA,
                        RecordCodec.SESSION_EVENT.encode(event), event.receivedAt(), charge, settled));
    }

    @Override
    public void rejected(RejectedMessage rejected, boolean whole) {
        if (rejected.isFirst()) {
            count(rejected, whole);
        }
        services.publisher()
                .publish(new OutgoingRecord(Topic.NODE_TELEMETRY_REJECTED, rejected.sessionId(), rejected.sessionId(),
                        REJECTED_SCHEMA, RecordCodec.REJECTED_MESSAGE.encode(rejected), rejected.receivedAt(),
                        Charge.DATA, _ -> {}));
    }

    private void count(RejectedMessage rejected, boolean whole) {
        if (whole) {
            metrics.rejected(rejected.reason());
        } else {
            metrics.fieldRejected(rejected.reason(), rejected.field());
        }
    }

    @Override
    public void tell(RejectionReason reason, String detail, @Nullable String field) {
        sender.tell(reason, detail, field);
    }
}
