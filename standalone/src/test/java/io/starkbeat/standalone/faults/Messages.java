package io.starkbeat.standalone.faults;

import io.starkbeat.schemas.field.Field;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What nodes under test say: some fields, some values, in one of the forms that the gateway understands.
final class Messages {
    private static final List<Field> FIELDS = List.copyOf(EnumSet.complementOf(EnumSet.of(Field.PEER_ID)));
    private static final List<String> WORDS = List.of("Juno", "Pathfinder", "Madara", "v0.15.0", "0.8.1", "Linux",
            "ein Wort mit Umlauten: äöü", "\uD83D\uDC9B");
    private static final int MOST_FIELDS = 8;

    private final SplittableRandom random;

    Messages(SplittableRandom random) {
        this.random = random;
    }

    static String identity(String name, String peerId) {
        return new JsonObject()
                .put("payload", new JsonObject().put("name", name).put("peer_id", peerId).put("client", "Juno"))
                .encode();
    }

    static String height(long height) {
        return new JsonObject().put("payload", new JsonObject().put("current_block_number_l2", height)).encode();
    }

    /// A good report of one to eight fields.
    String report() {
        var flat = new JsonObject();
        var nested = new JsonObject();
        for (var count = random.nextInt(1, MOST_FIELDS + 1); count > 0; count--) {
            var field = FIELDS.get(random.nextInt(FIELDS.size()));
            var value = value(field);
            flat.put(field.kafkaName(), value);
            var group = field.group().specName();
            if (!nested.containsKey(group)) {
                nested.put(group, new JsonObject());
            }
            nested.getJsonObject(group).put(field.kafkaName(), value);
        }
        return switch (random.nextInt(4)) {
            case 0 -> flat.encode();
            case 1 -> new JsonObject().put("payload", nested).encode();
            default -> new JsonObject().put("payload", flat).put("ts", "2026-01-01T00:00:00Z").encode();
        };
    }

    /// What is answered by an error frame.
    String rubbish() {
        return switch (random.nextInt(3)) {
            case 0 -> "{\"payload\": {\"name\": \"cut of";
            case 1 -> "42";
            default -> "no JSON at all " + random.nextInt();
        };
    }

    private Object value(Field field) {
        return switch (field.kind()) {
            case TEXT, PEER_ID -> WORDS.get(random.nextInt(WORDS.size()));
            case CAPABILITY -> random.nextBoolean() ? "FullNode" : "Sequencer";
            case HASH -> "0x" + Long.toHexString(random.nextLong()).toLowerCase(Locale.ROOT);
            case WHOLE -> random.nextInt(10) == 0
                    ? Integer.toString(random.nextInt(1_000_000))
                    : (Object) random.nextInt(1_000_000);
            case NUMBER -> random.nextInt(1_000_000) / 4.0;
            // Some outside of the range, which the records keep and the API leaves out.
            case PERCENT -> random.nextInt(-20, 480) / 4.0;
        };
    }
}
