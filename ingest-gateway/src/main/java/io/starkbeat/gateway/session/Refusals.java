package io.starkbeat.gateway.session;

import static io.starkbeat.schemas.session.RejectionReason.EXTENSIONS_TOO_LARGE;
import static io.starkbeat.schemas.session.RejectionReason.PEER_ID_CHANGED;
import static io.starkbeat.schemas.session.RejectionReason.TOO_LARGE;

import io.starkbeat.gateway.decode.Decoded;
import io.starkbeat.gateway.decode.FieldFault;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.RejectedMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts on record what a socket's messages held that was not taken, and tells the sender. Confined to the session's event
/// loop.
///
/// Of a message of which nothing was taken its beginning is kept. What was not taken of a message is in no other record
/// when parts of it were: all of it is kept then, in the first record on it, and in as many more as it takes.
final class Refusals {
    /// The most faults of one message that are put on record, each with the message's head: a message of 256 KiB could
    /// hold thousands. The others are told in number.
    static final int MAX_FAULTS = 8;

    private final String gateway;
    private final String addressKey;
    private final SessionOutput output;

    Refusals(String gateway, String addressKey, SessionOutput output) {
        this.gateway = gateway;
        this.addressKey = addressKey;
        this.output = output;
    }

    /// What all records on one message have in common.
    private record Sender(String sessionId, long size, Instant receivedAt) {}

    /// A message that could not be read.
    void whole(String sessionId, byte[] message, Instant now, Decoded.Refused refused) {
        FieldFault fault = new FieldFault(refused.reason(), null, refused.detail());
        put(new Sender(sessionId, message.length, now), fault, refused.offset(), head(message), true);
        tell(fault);
    }

    /// A message that names another node than the session did.
    void anotherPeerId(String sessionId, byte[] message, Instant now) {
        FieldFault fault = new FieldFault(PEER_ID_CHANGED, Field.PEER_ID.kafkaName(),
                "peer_id differs from the one that this session named before; connect anew for another node.");
        put(new Sender(sessionId, message.length, now), fault, null, head(message), true);
        tell(fault);
    }

    /// A message that was longer than allowed and was not kept.
    ///
    /// @param head its first bytes
    /// @param size its length in bytes
    void discarded(String sessionId, byte[] head, long size, String detail, Instant now) {
        FieldFault fault = new FieldFault(TOO_LARGE, null, detail);
        put(new Sender(sessionId, size, now), fault, null, head(head), true);
        tell(fault);
    }

    /// The faults of a message that could be read.
    ///
    /// @param toldNothing whether nothing of it was taken
    void parts(String sessionId, byte[] message, Instant now, List<FieldFault> faults, boolean toldNothing) {
        if (faults.isEmpty()) {
            return;
        }
        Sender sender = new Sender(sessionId, message.length, now);
        List<String> head = head(message);
        boolean lost = !toldNothing || faults.stream().anyMatch(fault -> fault.reason() == EXTENSIONS_TOO_LARGE);
        int noted = Math.min(faults.size(), MAX_FAULTS);
        for (int i = 0; i < noted; i++) {
            FieldFault fault = i == MAX_FAULTS - 1 ? withNumber(faults.get(i), faults.size()) : faults.get(i);
            put(sender, fault, null, i == 0 && lost ? RejectedMessage.wholeBodies(message) : head,
                    toldNothing && i == 0);
            tell(fault);
        }
    }

    private static List<String> head(byte[] message) {
        return List.of(RejectedMessage.body(message));
    }

    private static FieldFault withNumber(FieldFault last, int all) {
        return all == MAX_FAULTS
                ? last
                : new FieldFault(last.reason(), last.field(),
                        last.detail() + " And " + (all - MAX_FAULTS) + " more faults in this message.");
    }

    private void put(Sender sender, FieldFault fault, @Nullable Long offset, List<String> bodies, boolean whole) {
        int parts = bodies.size();
        for (int i = 0; i < parts; i++) {
            output.rejected(new RejectedMessage(sender.sessionId(), sender.receivedAt(), gateway, addressKey,
                    fault.reason(), fault.detail(), fault.field(), offset, sender.size(), bodies.get(i),
                    parts == 1 ? null : i + 1, parts == 1 ? null : parts), whole);
        }
    }

    private void tell(FieldFault fault) {
        output.tell(fault.reason(), fault.detail(), fault.field());
    }
}
