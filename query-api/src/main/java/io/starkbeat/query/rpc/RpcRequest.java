package io.starkbeat.query.rpc;

/// One request of a message.
sealed interface RpcRequest {
    /// It is answered, with a result or an error.
    record Call(RpcId id, String method, RpcParameters parameters) implements RpcRequest {}

    /// It has no id and is never answered, whatever becomes of it.
    record Notification(String method, RpcParameters parameters) implements RpcRequest {}

    /// It is no request, and answered with an error.
    record Invalid(RpcId id, RpcError error) implements RpcRequest {}
}
