package io.starkbeat.gateway.session;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.RejectionReason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a sender is told about a message that was not taken: `{"error": {"code", "message", "field"?}}`.
public record ErrorFrame(Fault error) {
    private static final RecordCodec<ErrorFrame> CODEC = new RecordCodec<>("error-frame", 1, ErrorFrame.class);

    /// What was wrong.
    ///
    /// @param code    a [RejectionReason]'s
    /// @param message one sentence
    /// @param field   the canonical name of the field to blame
    public record Fault(String code, String message, @Nullable String field) {}

    public static ErrorFrame of(RejectionReason reason, String detail, @Nullable String field) {
        return new ErrorFrame(new Fault(reason.code(), detail, field));
    }

    /// The frame's text.
    public String json() {
        return new String(CODEC.encode(this), StandardCharsets.UTF_8);
    }
}
