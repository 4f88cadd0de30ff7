package io.starkbeat.gateway.session;

import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what a session makes.
final class SessionRecorder implements SessionOutput {
    record Placed(SessionEvent event, String placedBy, boolean lastOfMessage) {}

    record Refused(RejectedMessage message, boolean whole) {}

    record Told(RejectionReason reason, @Nullable String field) {}

    final List<Placed> events = new ArrayList<>();
    final List<Refused> rejected = new ArrayList<>();
    final List<Told> told = new ArrayList<>();
    final List<Runnable> acknowledgements = new ArrayList<>();

    @Override
    public void control(SessionEvent event, String placedBy, Runnable acknowledged) {
        events.add(new Placed(event, placedBy, false));
        acknowledgements.add(acknowledged);
    }

    @Override
    public void report(NodeReport report, String placedBy, boolean lastOfMessage) {
        events.add(new Placed(report, placedBy, lastOfMessage));
    }

    @Override
    public void rejected(RejectedMessage message, boolean whole) {
        rejected.add(new Refused(message, whole));
    }

    @Override
    public void tell(RejectionReason reason, String detail, @Nullable String field) {
        told.add(new Told(reason, field));
    }

    SessionEvent event(int index) {
        return events.get(index).event();
    }

    void acknowledgeAll() {
        acknowledgements.forEach(Runnable::run);
        acknowledgements.clear();
    }
}
