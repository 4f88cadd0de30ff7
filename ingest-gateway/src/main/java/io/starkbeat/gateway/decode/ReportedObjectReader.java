package io.starkbeat.gateway.decode;

import io.starkbeat.gateway.decode.ReportedValue.Kind;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import org.jspecify.annotations.Nullable;

/// Reads one reported object in passing. The specification's groups and its envelope are opened; what is null in JSON is
/// absent: it is not reported.
final class ReportedObjectReader {
    private ReportedObjectReader() {}

    /// Reads the object in front of the cursor, to its end.
    static ReportReading read(JsonCursor cursor, NetworkNames networks) throws MessageRefusedException {
        ReportReading reading = new ReportReading(networks);
        readKeys(cursor, reading, null, true);
        return reading;
    }

    private static void readKeys(JsonCursor cursor, ReportReading reading, @Nullable FieldGroup group,
            boolean outermost) throws MessageRefusedException {
        cursor.enter();
        while (cursor.nextKey()) {
            ReportedKey key = cursor.reportedKey();
            Kind kind = cursor.value();
            if (kind == Kind.OBJECT && group == null && outermost && key.envelope()) {
                readKeys(cursor, reading, null, false);
            } else if (kind == Kind.OBJECT && group == null && key.group() != null) {
                readKeys(cursor, reading, key.group(), false);
            } else {
                cursor.finish();
                if (kind != Kind.NULL) {
                    take(cursor, reading, group, key);
                }
            }
        }
    }

    private static void take(JsonCursor cursor, ReportReading reading, @Nullable FieldGroup group, ReportedKey key) {
        Field field = key.field();
        if (group == null && key.time()) {
            reading.takeTime(cursor.current());
        } else if (field != null) {
            reading.take(field, cursor.current(), group != null);
        } else if (group != null) {
            reading.keep(group, cursor.key(), cursor.current());
        } else {
            reading.note(cursor.key(), cursor.current());
        }
    }
}
