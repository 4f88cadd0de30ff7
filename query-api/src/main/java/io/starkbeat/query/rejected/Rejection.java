package io.starkbeat.query.rejected;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.session.RejectedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What was not taken of one message, as it is kept and told: the record of it, with the beginning of the message as text.
///
/// @param message the beginning; bytes that are no UTF-8 are replaced
/// @param size    the whole message's length in bytes
/// @param shown   how many of its bytes `message` stands for
record Rejection(String session, Instant receivedAt, String gateway, String reason, String detail,
        @Nullable String field, @Nullable Long offset, long size, String message, int shown) {

    /// So much of a message is kept, in bytes: one sees what it was.
    static final int MOST_SHOWN = 1024;
    /// Of a detail, in UTF-16 units. A gateway's are a sentence each; anybody else who writes to the topic may write more.
    private static final int MOST_DETAIL = 1024;
    /// What an object of this kind takes besides its texts, about.
    private static final int OBJECT_BYTES = 200;
    /// Base64 has four characters for three bytes.
    private static final int MOST_BASE64 = (MOST_SHOWN + 2) / 3 * 4;

    /// @throws IllegalArgumentException when the body is no base64
    static Rejection of(RejectedMessage rejected) {
        String body = rejected.body();
        byte[] bytes = Base64.getDecoder().decode(body.substring(0, Math.min(body.length(), MOST_BASE64)));
        int shown = Math.min(bytes.length, MOST_SHOWN);
        return new Rejection(rejected.sessionId(), rejected.receivedAt(), cut(rejected.gateway()),
                rejected.reason().code(), cut(rejected.detail()),
                rejected.field() == null ? null : cut(rejected.field()), rejected.offset(), rejected.size(),
                new String(bytes, 0, shown, StandardCharsets.UTF_8), shown);
    }

    private static String cut(String text) {
        return text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL);
    }

    /// About so much memory it takes, in bytes.
    int weight() {
        return OBJECT_BYTES + 2 * (session.length() + gateway.length() + detail.length() + message.length()
                + (field == null ? 0 : field.length()));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("receivedAt", RecordMapper.format(receivedAt));
        json.writeStringField("reason", reason);
        json.writeStringField("detail", detail);
        if (field != null) {
            json.writeStringField("field", field);
        }
        if (offset != null) {
            json.writeNumberField("offset", offset);
        }
        json.writeNumberField("size", size);
        json.writeStringField("message", message);
        json.writeBooleanField("truncated", shown < size);
        json.writeStringField("session", session);
        json.writeStringField("gateway", gateway);
        json.writeEndObject();
    }
}
