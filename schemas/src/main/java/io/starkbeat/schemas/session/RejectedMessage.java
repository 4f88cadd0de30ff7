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
/// @param body       its first bytes as received, at most [#MAX_BODY], in base64; see [#body(byte\[\])]
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
        byte[] kept = message.length > MAX_BODY ? Arrays.copyOf(message, MAX_BODY) : message;
        return Base64.getEncoder().encodeToString(kept);
    }

    /// The message's first bytes as they were received.
    ///
    /// @throws IllegalArgumentException when the body is no base64
    public byte[] bodyBytes() {
        return Base64.getDecoder().decode(body);
    }
}
