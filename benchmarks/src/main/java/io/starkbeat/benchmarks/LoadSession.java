package io.starkbeat.benchmarks;

import io.starkbeat.schemas.peer.PeerId;
import io.vertx.core.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// One session of the load: a node of its own, with a peer id that is the same in each run. On its lane's event loop.
final class LoadSession {
    private static final long FIRST_HEIGHT = 1_000_000;

    private final WebSocket socket;
    private final String name;
    private final String peerId;
    private long height = FIRST_HEIGHT;

    LoadSession(WebSocket socket, int lane, int index) {
        this.socket = socket;
        this.name = "bench-" + lane + "-" + index;
        this.peerId = PeerId.ofEd25519(sha256(name)).toString();
    }

    String identity() {
        return """
                {"payload":{"msg":"node.identity","name":"%s","peer_id":"%s","client":"Juno","version":"v0.15.4",\
                "capability":"FullNode","network":"bench","starknet_version":"0.14.0","json_rpc_version":"0.9.0",\
                "operating_system":"Linux","memory":65536,"cpu":16,"storage":3815447}}""".formatted(name, peerId);
    }

    /// A message of some 300 bytes whose values differ from the one before, so that nothing is saved by noticing that
    /// they do not. The height stays, or a probe might be gone before anyone has seen it.
    String load(long number) {
        return message(number, number % 53);
    }

    /// The same with a number of peers that is to be seen by those who watch for it.
    String marked(long number, long peers) {
        return message(number, peers);
    }

    /// A message with a new height.
    String probe(long newHeight) {
        height = newHeight;
        return message(newHeight, newHeight % 53);
    }

    private String message(long number, long peers) {
        return """
                {"payload":{"msg":"network.update","current_block_number_l2":%d,"current_block_hash_l2":"0x%063x",\
                "latest_block_time":%d,"tx_number":%d,"event_number":%d,"peer_count":%d,"cpu_usage":%d.5,\
                "memory_usage":%d.5,"node_uptime":%d}}""".formatted(height, number, 4_000 + number % 997, number % 211,
                number % 1_009, peers, number % 89, number % 97, number);
    }

    /// Writes, unless the session is gone or the gateway does not keep up with it: then it says false.
    boolean write(String message) {
        if (socket.isClosed() || socket.writeQueueFull()) {
            return false;
        }
        socket.writeTextMessage(message);
        return true;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
