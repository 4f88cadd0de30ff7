package io.starkbeat.standalone.demo;

import io.starkbeat.schemas.field.Field;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/// The two forms in which the specification has nodes write a report: flat as its example session does, nested as its
/// schema says. Both come in the envelope `{"payload": …, "ts": …}` with a `msg` in the payload.
enum ReportForm {
    /// Field names as they are.
    FLAT {
        @Override
        JsonObject payload(Report report) {
            var payload = new JsonObject().put(MSG, report.msg());
            report.fields().forEach((field, value) -> payload.put(field.kafkaName(), value));
            return payload;
        }
    },

    /// Fields in the groups `Node`, `Network`, `System`, under the names and types of the schema.
    NESTED {
        @Override
        JsonObject payload(Report report) {
            var payload = new JsonObject().put(MSG, report.msg());
            report.fields().forEach((field, value) -> {
                var group = field.group().specName();
                if (!payload.containsKey(group)) {
                    payload.put(group, new JsonObject());
                }
                payload.getJsonObject(group)
                        .put(SCHEMA_NAMES.getOrDefault(field, field.kafkaName()), schemaValue(field, value));
            });
            return payload;
        }
    };

    private static final String MSG = "msg";

    /// Where the schema's names differ from the example's.
    private static final Map<Field, String> SCHEMA_NAMES = Map.of(Field.NETWORK_NAME, "Network", Field.STARKNET_VERSION,
            "Starknet_version", Field.JSON_RPC_VERSION, "JSON_RPC_version", Field.CPU, "CPU", Field.CPU_TYPE,
            "CPU_type",
            Field.CPU_USAGE, "CPU_usage");

    abstract JsonObject payload(Report report);

    /// The message as it goes over the socket.
    final String write(Report report) {
        return new JsonObject().put("payload", payload(report)).put("ts", report.at().toString()).encode();
    }

    /// The schema has block numbers as strings and the processor's load as an integer.
    private static Object schemaValue(Field field, Object value) {
        return switch (field) {
            case CURRENT_BLOCK_NUMBER_L2, CURRENT_BLOCK_NUMBER_L1 -> value.toString();
            case CPU_USAGE -> Math.round(((Number) value).doubleValue());
            default -> value;
        };
    }
}
