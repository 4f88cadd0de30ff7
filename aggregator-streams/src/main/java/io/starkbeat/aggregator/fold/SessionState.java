package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one session has told so far: a row of the table of sessions in the store `fold-state`. Not of the public contract.
///
/// @param sessionId   the session
/// @param gateway     the gateway instance that holds it
/// @param seq         the number of the newest record folded
/// @param missing     how many records below [#seq()] never came
/// @param address     as in `SessionOpened`; null when the log no longer holds the opening
/// @param addressKey  as in `SessionOpened`; null likewise
/// @param country     as in `SessionOpened`
/// @param connectedAt when it was opened
/// @param vouchedAt   the receive time of its newest record
/// @param lastReport  the receive time of its newest report
/// @param lastReportedAt the node's own time (`ts`) in that report, which nothing but the shown skew depends on; null when
///                    it gave none
/// @param peerId      the first valid peer id that it named, in base58; it keeps this one
/// @param namedSeq    the record that named it
/// @param fields      partial reports merged field by field, the last in arrival order winning
/// @param fieldTimes  when each group was last reported
/// @param ended       whether it was closed
/// @param continuedAs the session as which its socket goes on, when it was closed because of that
public record SessionState(
        String sessionId,
        String gateway,
        long seq,
        long missing,
        @Nullable String address,
        @Nullable String addressKey,
        @Nullable String country,
        Instant connectedAt,
        Instant vouchedAt,
        @Nullable Instant lastReport,
        @Nullable Instant lastReportedAt,
        @Nullable String peerId,
        @Nullable Long namedSeq,
        Fields fields,
        FieldTimes fieldTimes,
        boolean ended,
        @Nullable String continuedAs) {

    @SuppressWarnings("NullAway") // absent in the record when empty
    public SessionState {
        Objects.requireNonNull(sessionId, "session_id is missing");
        Objects.requireNonNull(gateway, "gateway is missing");
        Objects.requireNonNull(connectedAt, "connected_at is missing");
        Objects.requireNonNull(vouchedAt, "vouched_at is missing");
        fields = fields == null ? Fields.EMPTY : fields;
        fieldTimes = fieldTimes == null ? FieldTimes.NONE : fieldTimes;
    }

    /// The node that this session speaks for: the one it named, else a node of its own.
    public String nodeId() {
        return peerId != null ? peerId : NodeId.ofSession(sessionId);
    }

    /// Whether it has said anything that makes a node. An opening alone does not: it is written just before the first
    /// report, and would show a nameless node for a moment.
    public boolean hasSpoken() {
        return lastReport != null || !fields.isEmpty();
    }

    /// Whether its newest record is the one that named it, after it had been a nameless node.
    public boolean isJustNamed() {
        return namedSeq != null && namedSeq == seq;
    }

    SessionState withSeq(long newSeq, Instant receivedAt) {
        Instant newest = receivedAt.isAfter(vouchedAt) ? receivedAt : vouchedAt;
        return new SessionState(sessionId, gateway, newSeq, missing + newSeq - seq - 1, address, addressKey, country,
                connectedAt, newest, lastReport, lastReportedAt, peerId, namedSeq, fields, fieldTimes, ended,
                continuedAs);
    }

    SessionState withConnection(@Nullable String newAddress, @Nullable String newAddressKey,
            @Nullable String newCountry, Instant newConnectedAt) {
        return new SessionState(sessionId, gateway, seq, missing, newAddress, newAddressKey, newCountry, newConnectedAt,
                vouchedAt, lastReport, lastReportedAt, peerId, namedSeq, fields, fieldTimes, ended, continuedAs);
    }

    SessionState withFields(Fields reported, Instant receivedAt) {
        return withFieldsAndTimes(fields.overlaidBy(reported), fieldTimes.after(reported, receivedAt));
    }

    SessionState withFieldsAndTimes(Fields newFields, FieldTimes newTimes) {
        if (peerId != null) {
            // Identity is fixed by the first valid peer id, whatever a later record says.
            Fields identified = peerId.equals(newFields.text(Field.PEER_ID))
                    ? newFields
                    : newFields.overlaidBy(Fields.of(Field.PEER_ID, new FieldValue.Text(peerId)));
            return new SessionState(sessionId, gateway, seq, missing, address, addressKey, country, connectedAt,
                    vouchedAt, lastReport, lastReportedAt, peerId, namedSeq, identified, newTimes, ended, continuedAs);
        }
        String named = SessionFold.peerIdIn(newFields);
        // A session that names itself with its first words never was a nameless node.
        Long at = named != null && hasSpoken() ? Long.valueOf(seq) : null;
        return new SessionState(sessionId, gateway, seq, missing, address, addressKey, country, connectedAt, vouchedAt,
                lastReport, lastReportedAt, named, at, newFields, newTimes, ended, continuedAs);
    }

    /// Both times are of one report: else their difference would be no skew.
    SessionState withLastReport(Instant receivedAt, @Nullable Instant reportedAt) {
        if (lastReport != null && receivedAt.isBefore(lastReport)) {
            return this;
        }
        return new SessionState(sessionId, gateway, seq, missing, address, addressKey, country, connectedAt, vouchedAt,
                receivedAt, reportedAt, peerId, namedSeq, fields, fieldTimes, ended, continuedAs);
    }

    SessionState withEnd(@Nullable String newContinuedAs) {
        return new SessionState(sessionId, gateway, seq, missing, address, addressKey, country, connectedAt, vouchedAt,
                lastReport, lastReportedAt, peerId, namedSeq, fields, fieldTimes, true, newContinuedAs);
    }
}
