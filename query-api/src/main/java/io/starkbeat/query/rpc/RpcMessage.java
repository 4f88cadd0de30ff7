package io.starkbeat.query.rpc;

import java.util.List;

/// What was sent at once: the body of a POST, or a WebSocket message.
sealed interface RpcMessage {
    record Single(RpcRequest request) implements RpcMessage {}

    /// Never empty.
    record Batch(List<RpcRequest> requests) implements RpcMessage {
        public Batch {
            requests = List.copyOf(requests);
        }
    }

    /// Answered with one error that has no id.
    record Unreadable(RpcError error) implements RpcMessage {}
}
