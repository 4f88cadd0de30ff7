package io.starkbeat.gateway.session;

import static io.starkbeat.schemas.session.RejectionReason.PEER_ID_INVALID;
import static io.starkbeat.schemas.session.RejectionReason.TOO_MANY_PEER_IDS;

import io.starkbeat.gateway.decode.DecodedReport;
import io.starkbeat.gateway.decode.FieldFault;
import io.starkbeat.schemas.field.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// By which peer id a session goes: the first valid one that it names and that its address may claim. It stays, and the
/// session's records name no other. Confined to the session's event loop.
final class SessionIdentity {
    private final PeerIdClaims claims;
    /// What the session may go by; it does from the report on that says so.
    private @Nullable String claimed;
    /// The peer id that was refused last, as it was sent.
    private @Nullable String noted;

    SessionIdentity(PeerIdClaims claims) {
        this.claims = claims;
    }

    /// Whether a message names another node than the session or itself does. It is judged as a whole before any of it is
    /// written: all its reports are of one node.
    boolean isAnother(List<DecodedReport> reports) {
        String named = claimed;
        for (DecodedReport report : reports) {
            if (report.peerId() != null) {
                if (named != null && !named.equals(report.peerId())) {
                    return true;
                }
                named = report.peerId();
            }
        }
        return false;
    }

    /// The reports with what of their peer ids is taken: a valid one that the address may claim; as mere text one that is
    /// none, while the session is unnamed. What is not taken is a fault of the report, noted once: a node that is set up
    /// with a wrong peer id says so in every message.
    ///
    /// @param reports of which [#isAnother] is false
    List<DecodedReport> admitted(List<DecodedReport> reports) {
        List<DecodedReport> admitted = new ArrayList<>(reports.size());
        for (DecodedReport report : reports) {
            admitted.add(report.fields().has(Field.PEER_ID) ? admitted(report) : report);
        }
        return admitted;
    }

    private DecodedReport admitted(DecodedReport report) {
        String valid = report.peerId();
        if (valid == null) {
            return withNews(claimed == null ? report : report.withoutPeerId(), report.fields().text(Field.PEER_ID));
        }
        if (claimed == null && claims.claim(valid)) {
            claimed = valid;
        }
        if (claimed != null) {
            noted = null;
            return report;
        }
        return withNews(report.withoutPeerId()
                .withFault(new FieldFault(TOO_MANY_PEER_IDS, Field.PEER_ID.kafkaName(), claims.refusal())), valid);
    }

    /// Leaves the note out where it was made before; not where nothing else is told, for then it says why nothing is
    /// taken.
    private DecodedReport withNews(DecodedReport report, @Nullable String refused) {
        boolean news = !Objects.equals(refused, noted);
        noted = refused;
        return news || report.fields().isEmpty()
                ? report
                : report.withoutFaults(fault -> fault.reason() == PEER_ID_INVALID
                        || fault.reason() == TOO_MANY_PEER_IDS);
    }

    /// The session has ended.
    void end() {
        if (claimed != null) {
            claims.end(claimed);
        }
    }
}
