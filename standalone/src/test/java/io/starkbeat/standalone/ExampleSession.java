package io.starkbeat.standalone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The specification's example of a session, as it stands in the specification and as others may send it.
final class ExampleSession {
    static final String PEER_ID = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";

    private ExampleSession() {}

    /// Message by message, as it is printed.
    static List<String> flat() {
        return messages().stream().map(message -> ((JsonObject) message).encode()).toList();
    }

    /// The same content in the schema's nested form, of another peer, cut into other messages, the groups in another
    /// order, partly without envelope and with a `msg`.
    static List<String> nested(String peerId) {
        return List.of("""
                {"payload": {"System": {"operating_system": "MacOs", "memory": 16, "CPU": 8},
                             "Node": {"peer_id": "%s"}},
                 "ts": "2024-07-11T11:46:08.602688201+00:00"}""".formatted(peerId), """
                {"msg": "more", "System": {"memory_usage": 4.4, "CPU_usage": 3},
                 "Network": {"current_block_number_l2": "0", "tx_number": 245, "event_number": 1890}}""",
                """
                        {"payload": {"Network": {"Network": "Starknet", "Starknet_version": "0.13.2", "JSON_RPC_version": "0.7.1",
                           "current_block_hash_l2": "0x7aefb91c8e2d3a47abcfb5bda9c127a3ea9b1f94b5a6e761b4182e3f01d2f5d4",
                           "current_block_number_l2": "1", "latest_block_time": 330000, "avg_sync_time": 410,
                           "estimate_sync": 5.2}}}""",
                """
                        {"Node": {"version": "0.1.0-8bf85f6dc0b", "capability": "FullNode", "client": "Madara"}}""",
                """
                        {"payload": {"Network": {"tx_number": 300, "event_number": 2025, "message_number": 5, "peer_count": 48,
                           "current_block_hash_l1": "0x1f9090aae28b8a3dceadf281b0f12828e676c326",
                           "current_block_number_l1": "20289357"},
                           "Node": {"name": "Starknode"}, "System": {"node_uptime": 2.3, "storage": 1092, "storage_usage": 245}},
                         "ts": "2024-07-11T11:46:09.035827447+00:00"}""");
    }

    private static JsonArray messages() {
        return new JsonObject(resource("/spec/example-session.json")).getJsonArray("messages");
    }

    static String resource(String name) {
        try (InputStream file = ExampleSession.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
