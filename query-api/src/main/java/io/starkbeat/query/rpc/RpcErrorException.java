package io.starkbeat.query.rpc;

/// A call ends with an error instead of a result.
final class RpcErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RpcError error;

    RpcErrorException(RpcError error) {
        super(error.detail(), null, false, false);
        this.error = error;
    }

    RpcError error() {
        return error;
    }
}
