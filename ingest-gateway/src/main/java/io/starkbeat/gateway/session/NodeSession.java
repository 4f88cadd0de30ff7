package io.starkbeat.gateway.session;

import static io.starkbeat.schemas.session.RejectionReason.NOTHING_KNOWN;

import io.starkbeat.gateway.decode.Decoded;
import io.starkbeat.gateway.decode.DecodedReport;
import io.starkbeat.gateway.decode.FieldFault;
import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The life of one socket as records on `node-telemetry`.
///
/// Nothing is written until the first message that reports something: a port scanner is no node. Then the session is
/// opened and placed once, by the peer id if the first report names a valid one, else by the session id. A socket that
/// names its peer id later goes on as a new session, which lies where the node's other sessions do; the first one is
/// closed. A peer id, once named, stays.
///
/// A plain state machine: time is an argument, and what it makes goes to a [SessionOutput]. Confined to one event loop.
public final class NodeSession {
    /// A session that has written nothing for this long is vouched for. `OFFLINE_AFTER` (90 s) leaves room for one that
    /// comes late.
    static final Duration ALIVE_AFTER = Duration.ofSeconds(30);

    /// The longest between two records that carry every field known.
    static final Duration FULL_AFTER = Duration.ofHours(1);
    /// Sessions that began together (a gateway was restarted) are spread over this much before the hour is over.
    private static final Duration FULL_SPREAD = Duration.ofMinutes(10);

    /// RFC 6455, 7.4.1.
    private static final int NORMAL_CLOSURE = 1000;

    private final String gateway;
    private final SessionOrigin origin;
    private final MessageDecoder decoder;
    private final Supplier<String> sessionIds;
    private final SessionOutput output;
    private final SessionIdentity identity;
    private final Refusals refusals;

    private String sessionId;
    private @Nullable String continues;
    private @Nullable String peerId;
    private Fields known = Fields.EMPTY;
    private long nextSeq;
    private boolean open;
    private boolean ended;
    private Instant connectedAt = Instant.EPOCH;
    private Instant lastRecord = Instant.EPOCH;
    private Instant lastFull = Instant.EPOCH;
    /// Set on the event loop, unset by whoever acknowledges. While Kafka is away it keeps a session at one waiting record.
    private volatile boolean aliveOnItsWay;

    /// @param gateway    the id of this gateway instance
    /// @param claims     of the socket's address
    /// @param sessionIds gives unique ids: one now, another if the socket names its peer id late
    public NodeSession(String gateway, SessionOrigin origin, PeerIdClaims claims, MessageDecoder decoder,
            Supplier<String> sessionIds, SessionOutput output) {
        this.gateway = gateway;
        this.origin = origin;
        this.decoder = decoder;
        this.sessionIds = sessionIds;
        this.output = output;
        this.identity = new SessionIdentity(claims);
        this.refusals = new Refusals(gateway, origin.addressKey(), output);
        this.sessionId = sessionIds.get();
    }

    /// Whether the session has written its `opened` and not its `closed`.
    public boolean isOpen() {
        return open && !ended;
    }

    /// The id under which it writes now.
    public String id() {
        return sessionId;
    }

    /// Takes one whole message.
    public void receive(byte[] message, Instant now) {
        if (ended) {
            return;
        }
        switch (decoder.decode(message, now)) {
            case Decoded.Refused refused -> refusals.whole(sessionId, message, now, refused);
            case Decoded.Reports(List<DecodedReport> reports) -> take(reports, message, now);
        }
    }

    /// Takes note of a message that was longer than allowed and was not kept.
    ///
    /// @param head   its first bytes
    /// @param size   its length in bytes
    /// @param detail one sentence for the sender
    public void discarded(byte[] head, long size, String detail, Instant now) {
        if (!ended) {
            refusals.discarded(sessionId, head, size, detail, now);
        }
    }

    private void take(List<DecodedReport> sent, byte[] message, Instant now) {
        if (identity.isAnother(sent)) {
            refusals.anotherPeerId(sessionId, message, now);
            return;
        }
        List<DecodedReport> reports = identity.admitted(sent);
        List<DecodedReport> telling = telling(reports);
        for (int i = 0; i < telling.size(); i++) {
            write(telling.get(i), now, i == telling.size() - 1);
        }
        List<FieldFault> faults = new ArrayList<>();
        reports.forEach(report -> faults.addAll(report.faults()));
        if (telling.size() < reports.size() && (faults.isEmpty() || !telling.isEmpty())) {
            faults.add(new FieldFault(NOTHING_KNOWN, null, reports.size() == 1
                    ? "Nothing in the message is a field of a report; see the specification for their names."
                    : (reports.size() - telling.size()) + " of " + reports.size()
                            + " objects hold no field of a report."));
        }
        refusals.parts(sessionId, message, now, faults, telling.isEmpty());
    }

    /// The reports that tell something. What opens a session has to be a field that is known; in an open session unknown
    /// keys are a report too.
    private List<DecodedReport> telling(List<DecodedReport> reports) {
        List<DecodedReport> telling = new ArrayList<>(reports.size());
        for (DecodedReport report : reports) {
            if (!report.fields().isEmpty() || report.extensions() != null && (open || !telling.isEmpty())) {
                telling.add(report);
            }
        }
        return telling;
    }

    private void write(DecodedReport report, Instant now, boolean last) {
        if (!open) {
            peerId = report.peerId();
            open(Fields.EMPTY, now);
        } else if (peerId == null && report.peerId() != null) {
            goOnAs(report.peerId(), now);
        }
        known = known.overlaidBy(report.fields());
        lastRecord = now;
        output.report(new NodeReport(sessionId, nextSeq++, now, gateway, report.reportedAt(), report.dialect(),
                report.fields(), report.extensions()), placedBy(), last);
    }

    private static void nobodyWaits() {}

    private void open(Fields told, Instant now) {
        open = true;
        nextSeq = 0;
        known = told;
        connectedAt = now.truncatedTo(ChronoUnit.MILLIS);
        lastRecord = now;
        lastFull = now;
        output.control(
                new SessionOpened(sessionId, nextSeq++, now, gateway, origin.address(), origin.addressKey(),
                        origin.country(), origin.userAgent(), origin.path(), told, continues),
                placedBy(), NodeSession::nobodyWaits);
    }

    /// The socket has named its peer id after it began to report.
    private void goOnAs(String named, Instant now) {
        String next = sessionIds.get();
        output.control(new SessionClosed(sessionId, nextSeq++, now, gateway, NORMAL_CLOSURE, SessionClosed.IDENTIFIED,
                next), placedBy(), NodeSession::nobodyWaits);
        continues = sessionId;
        sessionId = next;
        peerId = named;
        open(known.overlaidBy(Fields.of(Field.PEER_ID, new FieldValue.Text(named))), now);
    }

    /// Vouches for the session if it is time to; call it every second or so.
    public void vouch(Instant now) {
        if (!isOpen() || aliveOnItsWay) {
            return;
        }
        boolean full = isPast(lastFull, FULL_AFTER.minus(spread()), now);
        if (full || isPast(lastRecord, ALIVE_AFTER, now)) {
            lastRecord = now;
            lastFull = full ? now : lastFull;
            aliveOnItsWay = true;
            output.control(new SessionAlive(sessionId, nextSeq++, now, gateway, origin.address(), origin.addressKey(),
                    origin.country(), origin.userAgent(), origin.path(), connectedAt,
                    full ? known : known.only(FieldGroup.IDENTITY), continues), placedBy(),
                    () -> aliveOnItsWay = false);
        }
    }

    private Duration spread() {
        return Duration.ofMillis(Math.floorMod(sessionId.hashCode(), FULL_SPREAD.toMillis()));
    }

    /// Also when the clock was set back: better to vouch once too often than to be silent until it has caught up.
    private static boolean isPast(Instant since, Duration duration, Instant now) {
        return !now.isBefore(since.plus(duration)) || now.isBefore(since);
    }

    /// The socket has ended. Further calls do nothing.
    ///
    /// @param code   the WebSocket close code; 1006 when the connection was lost without one
    /// @param reason as the sender gave it
    public void end(int code, @Nullable String reason, Instant now) {
        if (isOpen()) {
            output.control(new SessionClosed(sessionId, nextSeq++, now, gateway, code, SessionOrigin.visible(reason),
                    null), placedBy(), NodeSession::nobodyWaits);
        }
        if (!ended) {
            ended = true;
            identity.end();
        }
    }

    private String placedBy() {
        return peerId == null ? sessionId : peerId;
    }
}
