package io.starkbeat.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.field.Conversion;
import io.starkbeat.schemas.field.DialectKey;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.ReportedForm;
import io.starkbeat.schemas.field.Truth;
import io.starkbeat.schemas.field.Unit;
import io.starkbeat.schemas.field.ValueRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The schema `telemetry-report`, made from the field table: what a node may send and is not told off for. It says less than
/// the gateway takes, where JSON Schema has no words for it: keys in another case, blanks around a number.
final class TelemetryReportSchema {
    /// As many as `MessageDecoder.MAX_REPORTS`, which a test of the gateway holds it to.
    private static final int MAX_REPORTS = 100;

    /// The forms of libp2p peer ids: base58 of a key that is inlined or hashed, and CIDv1.
    private static final String PEER_ID = "1[1-9A-HJ-NP-Za-km-z]{51,52}|Qm[1-9A-HJ-NP-Za-km-z]{44}"
            + "|[bBfFkz][0-9A-Za-z]{50,127}";

    private final ObjectNode fields = object();
    private final ObjectNode definitions = object();

    private TelemetryReportSchema() {}

    static ObjectNode fromTable() {
        return new TelemetryReportSchema().schema();
    }

    private ObjectNode schema() {
        ObjectNode schema = object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", PublishedSchemas.id("telemetry-report/1"));
        schema.put("title", "Telemetry report");
        schema.put("description",
                "What a node sends to Starkbeat: one JSON value in each WebSocket message, a report or an array of "
                        + "reports. Every field is optional, null says the same as leaving it out, and keys are compared "
                        + "without case. Fields stand flat, or in the specification's groups (Node, Network, System), or "
                        + "both, in an envelope (payload, ts) or without one. The gateway keeps keys that it does not know. "
                        + "A newer version may add fields and never changes the meaning of one: pass over what you do not "
                        + "know.");
        ArrayNode forms = schema.putArray("anyOf");
        forms.add(reference("report"));
        forms.add(object().put("description", "Several reports, in the order in which they count.")
                .put("type", "array")
                .put("minItems", 1)
                .put("maxItems", MAX_REPORTS)
                .set("items", reference("report")));
        define();
        schema.set("$defs", definitions);
        schema.set("examples", SchemaTree.json(resource("/telemetry-report.examples.json")));
        return schema;
    }

    private void define() {
        ObjectNode report = definitions.putObject("report");
        report.put("description", "One report: an envelope around the fields, or the fields themselves.");
        report.put("type", "object");
        report.put("$ref", "#/$defs/content");
        ObjectNode envelope = report.putObject("properties");
        envelope.putObject("payload")
                .put("description", "The envelope's content.")
                .putArray("anyOf")
                .add(reference("content"))
                .add(object().put("type", "null"));
        envelope.set("ts", timestamp());

        ObjectNode content = definitions.putObject("content");
        content.put("description", "Fields, flat or in groups.");
        content.put("type", "object");
        content.put("$ref", "#/$defs/fields");
        ObjectNode properties = content.putObject("properties");
        for (FieldGroup group : FieldGroup.values()) {
            if (group != FieldGroup.NETWORK) {
                properties.set(group.specName(), reference("group"));
            }
        }
        // The same key: as an object the group, as a text the field.
        ObjectNode network = object();
        network.put("description", "An object is the group Network, a text the network's name.");
        network.putArray("anyOf").add(reference("group")).add(reference(Field.NETWORK_NAME.kafkaName()));
        properties.set("Network", network);
        properties.set("network", network.deepCopy());
        properties.putObject("msg").put("description",
                "A type of message. Any text; the types of Substrate's style give other keys a meaning.");
        ArrayNode types = content.putArray("allOf");
        keysByType().forEach((type, keys) -> types.add(substrate(type, keys)));

        ObjectNode group = definitions.putObject("group");
        group.put("description", "A group of the specification: Node, Network or System.");
        group.putArray("type").add("object").add("null");
        group.put("$ref", "#/$defs/fields");
        group.putObject("properties")
                .<ObjectNode>set("Network", reference(Field.NETWORK_NAME.kafkaName()))
                .set("network", reference(Field.NETWORK_NAME.kafkaName()));

        definitions.putObject("fields")
                .put("description", "All fields but network, as the specification's example and its schema spell them.")
                .set("properties", fields);
        for (Field field : Field.values()) {
            definitions.set(field.kafkaName(), value(field));
            for (String name : names(field)) {
                if (field != Field.NETWORK_NAME) {
                    fields.set(name, reference(field.kafkaName()));
                }
            }
        }
    }

    private static ObjectNode timestamp() {
        ObjectNode ts = object();
        ts.put("description",
                "When the node made the report, by its own clock: RFC 3339. It is kept and decides nothing.");
        ts.putArray("type").add("string").add("null");
        ts.put("format", "date-time");
        return ts;
    }

    /// What a report may have for a field. Keywords for texts and numbers stand side by side: each is asked of its own type.
    private static ObjectNode value(Field field) {
        ObjectNode value = object();
        value.put("description", field.meaning());
        Set<String> types = new LinkedHashSet<>();
        List<String> patterns = new ArrayList<>();
        if (field.takes(ReportedForm.NUMBER)) {
            types.add(field.takes(ReportedForm.FRACTION) ? "number" : "integer");
        }
        if (field.takes(ReportedForm.DECIMAL_TEXT)) {
            types.add("string");
            patterns.add(!field.takes(ReportedForm.FRACTION)
                    ? "[0-9]{1,19}"
                    : (field.range() instanceof ValueRange.NotNegative ? "" : "-?") + "[0-9]{1,40}(\\.[0-9]{1,20})?");
        }
        if (field.takes(ReportedForm.HEX_TEXT)) {
            types.add("string");
            int digits = field.range() instanceof ValueRange.HexDigits(int max) ? max : 16;
            patterns.add("0[xX][0-9A-Fa-f]{1," + digits + "}");
        }
        if (field.meantByWords() != null) {
            patterns.add(".*[A-Za-z]{2}.*");
        }
        if (field.takes(ReportedForm.TEXT) || field.takes(ReportedForm.WORD)) {
            types.add("string");
        }
        types.add("null");
        types.forEach(value.putArray("type")::add);
        switch (field.range()) {
            case ValueRange.Length _ -> {
                if (field == Field.PEER_ID) {
                    patterns.add(PEER_ID);
                } else {
                    value.put("pattern", "\\S");
                }
            }
            case ValueRange.OneOf(List<ValueRange.OneOf.Word> words) -> words(value.putArray("enum"), words);
            case ValueRange.HexDigits _,ValueRange.ShownWithin _ -> {
                // Patterns say it, or nothing has to be said.
            }
            case ValueRange.Unsigned64 _ -> value.put("minimum", 0)
                    .put("maximum", BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
            case ValueRange.NotNegative _ -> value.put("minimum", 0);
        }
        if (!patterns.isEmpty()) {
            value.put("pattern", "^(" + String.join("|", patterns) + ")$");
        }
        if (field.unit() != Unit.NONE) {
            value.put("x-unit", field.unit().symbol());
        }
        value.put("x-group", field.group().specName());
        return value;
    }

    private static void words(ArrayNode to, List<ValueRange.OneOf.Word> words) {
        for (ValueRange.OneOf.Word word : words) {
            to.add(word.name());
            word.synonyms().forEach(synonym -> to.add(synonym)
                    .add(Character.toUpperCase(synonym.charAt(0)) + synonym.substring(1)));
        }
        to.addNull();
    }

    /// The canonical name, other names, and the spellings of the specification's schema.
    private static Set<String> names(Field field) {
        Set<String> names = new LinkedHashSet<>();
        names.add(field.kafkaName());
        names.addAll(field.otherNames());
        for (JsonNode group : SchemaTree.json(resource("/spec/telemetry-payload.schema.json")).get("properties")) {
            group.get("properties").fieldNames().forEachRemaining(name -> {
                if (Field.byReportedName(name) == field) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private static Map<String, List<DialectKey>> keysByType() {
        Map<String, List<DialectKey>> types = new LinkedHashMap<>();
        DialectKey.SUBSTRATE.forEach(key -> types.computeIfAbsent(key.messageType(), _ -> new ArrayList<>()).add(key));
        return types;
    }

    private static ObjectNode substrate(String type, List<DialectKey> keys) {
        ObjectNode rule = object();
        ObjectNode condition = rule.putObject("if");
        condition.putArray("required").add("msg");
        condition.putObject("properties").putObject("msg").put("const", type);
        ObjectNode properties = rule.putObject("then").putObject("properties");
        for (DialectKey key : keys) {
            ObjectNode value = value(key);
            if (key.isNested()) {
                ObjectNode outer = properties.withObject("/" + key.outermost());
                if (!outer.has("type")) {
                    outer.putArray("type").add("object").add("null");
                }
                outer.withObject("/properties").set(key.key().substring(key.key().indexOf('.') + 1), value);
            } else {
                properties.set(key.key(), value);
            }
        }
        return rule;
    }

    private static ObjectNode value(DialectKey key) {
        return switch (key.conversion()) {
            case AS_SENT, CLIENT_NAME, CHAIN_ID, CHAIN_ID_OR_PEER_ID, SUM, SYSTEM_NAME -> described(key,
                    reference(key.field().kafkaName()));
            case BYTES_TO_MEGABYTES -> {
                ObjectNode bytes = value(key.field());
                bytes.put("x-unit", "B");
                yield described(key, bytes);
            }
            case AUTHORITY -> {
                ObjectNode truth = object();
                ArrayNode forms = truth.putArray("enum").add(true).add(false).add(1).add(0);
                for (Truth each : Truth.values()) {
                    each.forms().forEach(forms::add);
                }
                forms.addNull();
                yield described(key, truth);
            }
            case UPTIME_OF_START -> {
                ObjectNode start = object();
                start.putArray("type").add("number").add("string").add("null");
                start.put("minimum", Conversion.EARLIEST_START);
                start.put("pattern", "^[0-9]{13}$");
                start.put("x-unit", Unit.MILLISECONDS.symbol());
                yield described(key, start);
            }
        };
    }

    private static ObjectNode described(DialectKey key, ObjectNode value) {
        return value.put("description", "It is read as " + key.field().kafkaName() + ": "
                + key.conversion().words().replace("`", "") + ".");
    }

    private static ObjectNode reference(String definition) {
        return object().put("$ref", "#/$defs/" + definition);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String resource(String name) {
        try (InputStream from = TelemetryReportSchema.class.getResourceAsStream(name)) {
            if (from == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(from.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
