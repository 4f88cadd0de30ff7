package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.codec.MillisecondTime;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.PlainValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A value where it stands in a message. The one of a [JsonCursor] moves on with it; who needs it later keeps a [#copy()].
final class ReportedValue {
    enum Kind {
        TEXT, NUMBER, BOOLEAN, NULL, OBJECT, ARRAY
    }

    private final byte[] message;
    private Kind kind = Kind.NULL;
    private int start;
    private int end;
    private boolean escaped;
    private int depth;
    private int longestNumber;

    ReportedValue(byte[] message) {
        this.message = message;
    }

    void stands(Kind kind, int start, int end, boolean escaped) {
        this.kind = kind;
        this.start = start;
        this.end = end;
        this.escaped = escaped;
        this.depth = 0;
        this.longestNumber = 0;
    }

    void holds(int depth, int longestNumber) {
        this.depth = depth;
        this.longestNumber = longestNumber;
    }

    ReportedValue copy() {
        ReportedValue copy = new ReportedValue(message);
        copy.stands(kind, start, end, escaped);
        copy.holds(depth, longestNumber);
        return copy;
    }

    Kind kind() {
        return kind;
    }

    boolean isNested() {
        return kind == Kind.OBJECT || kind == Kind.ARRAY;
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }

    /// How many bytes it has in the message.
    int length() {
        return end - start;
    }

    /// How many levels an array or object has, 1 or more; of other values 0.
    int depth() {
        return depth;
    }

    /// The length in characters of the longest number that it is or holds.
    int longestNumber() {
        return kind == Kind.NUMBER ? length() : longestNumber;
    }

    /// As it was sent.
    String json() {
        return new String(message, start, end - start, StandardCharsets.UTF_8);
    }

    /// A JSON string, its escapes resolved: may hold halves of surrogate pairs. Anything else as it was sent.
    String text() {
        return kind == Kind.TEXT ? JsonText.of(message, start + 1, end - 1, escaped) : json();
    }

    /// What most values are to their fields: themselves. Null is for [#coerced] to judge. A peer id is a canonical one.
    @Nullable
    FieldValue plain(Field field) {
        return switch (kind) {
            case TEXT -> escaped ? null : PlainValue.text(field, message, start + 1, end - 1);
            case NUMBER -> PlainValue.number(field, message, start, end);
            case BOOLEAN, NULL, OBJECT, ARRAY -> null;
        };
    }

    /// What most times of nodes are. Null is for [io.starkbeat.schemas.codec.RecordMapper#parse] to judge.
    @Nullable
    Instant plainTime() {
        return kind == Kind.TEXT && !escaped ? MillisecondTime.parse(message, start + 1, end - 1) : null;
    }

    /// The value read as that of a field.
    Coercion coerced(Field field) {
        return switch (kind) {
            case TEXT -> Coercion.ofText(field, text());
            case NUMBER -> Coercion.ofNumber(field, json());
            case BOOLEAN -> Coercion.ofBoolean(field);
            case NULL -> throw new IllegalStateException("what is null is not reported");
            case OBJECT, ARRAY ->
                new Coercion.Unfit(field, "is an " + (kind == Kind.ARRAY ? "array" : "object") + "; a "
                        + (field.kind().isNumeric() ? "number" : "text") + " is expected");
        };
    }

    /// Walks over the value once more. It has been read as JSON, so it is some.
    JsonCursor reread() {
        return new JsonCursor(message, start, end);
    }
}
