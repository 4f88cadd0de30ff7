package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the specification means by a key. Keys are compared without case.
///
/// Keys come as bytes and are looked up as bytes: no text is made of one that is known. The table here holds the names
/// in records and of the envelope; what it does not know [Field#byReportedName] is asked.
///
/// @param field    the field of this name, or null
/// @param group    the group that an object under this key is, or null
/// @param envelope whether an object under this key is the report itself
/// @param time     whether it is the node's time of the report
record ReportedKey(@Nullable Field field, @Nullable FieldGroup group, boolean envelope, boolean time) {
    private static final ReportedKey UNKNOWN = new ReportedKey(null, null, false, false);

    /// A name in lower case and what it means.
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Named(byte[] name, ReportedKey key) {}

    /// More than ten times as many as there are names, so that most names are found at once.
    private static final int SLOTS = 512;
    private static final @Nullable Named[] TABLE = new Named[SLOTS];

    static {
        Map<String, ReportedKey> names = new HashMap<>();
        names.put("payload", new ReportedKey(null, null, true, false));
        names.put("ts", new ReportedKey(null, null, false, true));
        for (Field field : Field.values()) {
            names.put(field.kafkaName(), new ReportedKey(field, null, false, false));
        }
        for (FieldGroup group : FieldGroup.values()) {
            String name = group.specName().toLowerCase(Locale.ROOT);
            names.put(name, new ReportedKey(Field.byReportedName(name), group, false, false));
        }
        names.forEach((name, key) -> {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) % SLOTS;
            }
            TABLE[slot] = new Named(bytes, key);
        });
    }

    /// What a key means that has no escapes.
    static ReportedKey at(byte[] text, int from, int to) {
        if (from < to) {
            int slot = slot(text, from, to);
            for (Named named = TABLE[slot]; named != null; named = TABLE[slot]) {
                if (is(named.name(), text, from, to)) {
                    return named.key();
                }
                slot = (slot + 1) % SLOTS;
            }
        }
        Field field = Field.byReportedName(new String(text, from, to - from, StandardCharsets.UTF_8));
        return field == null ? UNKNOWN : new ReportedKey(field, null, false, false);
    }

    /// What a key means, its escapes resolved.
    static ReportedKey named(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return at(text, 0, text.length);
    }

    /// Of the length and three letters, which tell nearly all names apart; or-ed with 32, a letter is a small one.
    private static int slot(byte[] text, int from, int to) {
        int length = to - from;
        int hash = length;
        hash = hash * 31 + (text[from] | 32);
        hash = hash * 31 + (text[from + length / 2] | 32);
        hash = hash * 31 + (text[to - 1] | 32);
        return (hash ^ hash >>> 9) & SLOTS - 1;
    }

    private static boolean is(byte[] name, byte[] text, int from, int to) {
        return name.length == to - from
                && (EightBytes.areEqual(name, text, from, name.length) || isSpelled(name, text, from));
    }

    private static boolean isSpelled(byte[] name, byte[] text, int from) {
        for (int i = 0; i < name.length; i++) {
            byte b = text[from + i];
            if ((b >= 'A' && b <= 'Z' ? b | 32 : b) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
