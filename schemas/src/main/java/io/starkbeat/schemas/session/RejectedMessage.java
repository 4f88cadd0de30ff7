package io.starkbeat.schemas.session;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// What was not taken of a message, and why: the value of the topic `node-telemetry-rejected`.
///
/// @param sessionId  the session, or what would have become one
/// @param receivedAt milliseconds, UTC
/// @param gateway    the gateway instance
/// @param addressKey as in [SessionOpened]
/// @param reason     the kind of fault
/// @param detail     one sentence for the sender
/// @param field      the key to blame, where one is
/// @param offset     the byte at which reading failed, where one did
/// @param size       the message's length in bytes
/// @param body       its bytes as received, in base64: of a message of which parts were taken all of them, which may take
///                   several records, see [#wholeBodies(byte\[\])]; else the first ones, see [#body(byte\[\])]
/// @param part       which of several records this is that carry one message, from 1; null where one carries it
/// @param parts      how many there are, with `part`
public record RejectedMessage(
        String sessionId,
        Instant receivedAt,
        String gateway,
        @Nullable String addressKey,
        RejectionReason reason,
        String detail,
        @Nullable String field,
        @Nullable Long offset,
        long size,
        String body,
        @Nullable Integer part,
        @Nullable Integer parts) {

    /// How much of a rejected message is kept: enough to see what it was.
    public static final int MAX_BODY = 4096;

    /// How much of a message one record carries, where all of the message is kept: all that a gateway takes by default,
    /// twice. In base64 it is a third more, and with the rest of the record still below the limit that Kafka has for one
    /// by default, 1 MiB.
    public static final int MAX_PART = 512 * 1024;

    public RejectedMessage {
        Objects.requireNonNull(sessionId, "session_id is missing");
        receivedAt = MillisecondTime.truncated(Objects.requireNonNull(receivedAt, "received_at is missing"));
        Objects.requireNonNull(gateway, "gateway is missing");
        Objects.requireNonNull(reason, "reason is missing");
        Objects.requireNonNull(detail, "detail is missing");
        Objects.requireNonNull(body, "body is missing");
    }

    /// Whether it is the first record, or the only one, on what was not taken: who counts leaves out the others.
    public boolean isFirst() {
        return part == null || part == 1;
    }

    /// The first [#MAX_BODY] bytes of a message as the record's body.
    public static String body(byte[] message) {
        return base64(message, 0, MAX_BODY);
    }

    /// All of a message as the bodies of as many records as it takes, in order and none of more than [#MAX_PART] bytes:
    /// what was not taken of it is nowhere else.
    public static List<String> wholeBodies(byte[] message) {
        List<String> bodies = new ArrayList<>();
        int at = 0;
        do {
            bodies.add(base64(message, at, MAX_PART));
            at += MAX_PART;
        } while (at < message.length);
        return bodies;
    }

    private static String base64(byte[] message, int from, int most) {
        boolean all = from == 0 && message.length <= most;
        byte[] kept = all ? message : Arrays.copyOfRange(message, from, Math.min(message.length, from + most));
        return Base64.getEncoder().encodeToString(kept);
    }

    /// The bytes in the body, as they were received.
    ///
    /// @throws IllegalArgumentException when the body is no base64
    public byte[] bodyBytes() {
        return Base64.getDecoder().decode(body);
    }
}
