package io.starkbeat.standalone.demo;

import io.starkbeat.schemas.field.Field;
import java.util.LinkedHashMap;
import java.util.Map;

/// The two forms in which the specification has nodes write a report: flat as its example session does, nested as its
/// schema says. Both have a `msg`.
enum ReportForm {
    /// Field names as they are.
    FLAT {
        @Override
        Map<String, Object> payload(Report report) {
            var payload = message(report);
            report.fields().forEach((field, value) -> payload.put(field.kafkaName(), value));
            return payload;
        }
    },

    /// Fields in the groups `Node`, `Network`, `System`, under the names and types of the schema.
    NESTED {
        @Override
        Map<String, Object> payload(Report report) {
            var groups = new LinkedHashMap<String, Map<String, Object>>();
            report.fields().forEach((field, value) -> groups
                    .computeIfAbsent(field.group().specName(), _ -> new LinkedHashMap<>())
                    .put(SCHEMA_NAMES.getOrDefault(field, field.kafkaName()), schemaValue(field, value)));
            var payload = message(report);
            payload.putAll(groups);
            return payload;
        }
    };

    private static final String MSG = "msg";

    /// Where the schema's names differ from the example's.
    private static final Map<Field, String> SCHEMA_NAMES = Map.of(Field.NETWORK_NAME, "Network", Field.STARKNET_VERSION,
            "Starknet_version", Field.JSON_RPC_VERSION, "JSON_RPC_version", Field.CPU, "CPU", Field.CPU_TYPE,
            "CPU_type",
            Field.CPU_USAGE, "CPU_usage");

    /// What the message says, without the envelope.
    abstract Map<String, Object> payload(Report report);

    private static Map<String, Object> message(Report report) {
        var message = new LinkedHashMap<String, Object>();
        message.put(MSG, report.msg());
        return message;
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
