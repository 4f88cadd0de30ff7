package io.starkbeat.schemas.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
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
/// @param body       its bytes as received, in base64: all of them in the first record of a message of which parts were
///                   taken, see [#wholeBody(byte\[\])], else the first ones, see [#body(byte\[\])]
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
        String body) {

    /// How much of a rejected message is kept: enough to see what it was.
    public static final int MAX_BODY = 4096;

    /// How much of a message is kept of which parts were taken: all that a gateway takes by default, twice. In base64 it is
    /// a third more, and with the rest of the record still below the limit that Kafka has for one by default, 1 MiB.
    public static final int MAX_WHOLE_BODY = 512 * 1024;

    public RejectedMessage {
        Objects.requireNonNull(sessionId, "session_id is missing");
        receivedAt = Objects.requireNonNull(receivedAt, "received_at is missing").truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(gateway, "gateway is missing");
        Objects.requireNonNull(reason, "reason is missing");
        Objects.requireNonNull(detail, "detail is missing");
        Objects.requireNonNull(body, "body is missing");
    }

    /// The first [#MAX_BODY] bytes of a message as the record's body.
    public static String body(byte[] message) {
        return base64(message, MAX_BODY);
    }

    /// A message as the record's body, whole up to [#MAX_WHOLE_BODY] bytes: what was not taken of it is nowhere else.
    public static String wholeBody(byte[] message) {
        return base64(message, MAX_WHOLE_BODY);
    }

    private static String base64(byte[] message, int most) {
        byte[] kept = message.length > most ? Arrays.copyOf(message, most) : message;
        return Base64.getEncoder().encodeToString(kept);
    }

    /// The message's first bytes as they were received.
    ///
    /// @throws IllegalArgumentException when the body is no base64
    public byte[] bodyBytes() {
        return Base64.getDecoder().decode(body);
    }
}
