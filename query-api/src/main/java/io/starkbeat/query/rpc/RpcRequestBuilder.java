package io.starkbeat.query.rpc;

import org.jspecify.annotations.Nullable;

/// Collects the members of a request object and says in the end what it is. The first thing that is wrong is told. Not
/// thread-safe.
final class RpcRequestBuilder {
    private static final String VERSION = "2.0";

    private @Nullable String version;
    private @Nullable String method;
    private @Nullable RpcId id;
    private @Nullable RpcParameters parameters;
    private boolean unfitId;
    private @Nullable String fault;

    void version(String text) {
        once("jsonrpc", version != null);
        version = text;
    }

    /// @param name empty where it was no text
    void method(String name) {
        once("method", method != null);
        method = name;
    }

    void id(RpcId sent) {
        boolean there = id != null || unfitId;
        once("id", there);
        // Of two neither is the one.
        unfitId |= there;
        id = sent;
    }

    void unfitId() {
        once("id", id != null || unfitId);
        unfitId = true;
        fault("id is a text, a number or null.");
    }

    void parameters(RpcParameters sent) {
        once("params", parameters != null);
        parameters = sent;
    }

    void unfitParameters() {
        once("params", parameters != null);
        parameters = RpcParameters.NONE;
        fault("params is an array or an object; leave it out where there are none.");
    }

    private void once(String member, boolean there) {
        if (there) {
            fault(member + " is there twice.");
        }
    }

    private void fault(String what) {
        if (fault == null) {
            fault = what;
        }
    }

    RpcRequest build() {
        if (!VERSION.equals(version)) {
            fault("jsonrpc is to be \"2.0\".");
        }
        if (method == null || method.isEmpty()) {
            fault("method is to be the name of a method.");
        }
        if (fault != null || method == null) {
            return new RpcRequest.Invalid(id == null || unfitId ? RpcId.NULL : id,
                    RpcError.invalidRequest(String.valueOf(fault)));
        }
        RpcParameters given = parameters == null ? RpcParameters.NONE : parameters;
        return id == null
                ? new RpcRequest.Notification(method, given)
                : new RpcRequest.Call(id, method, given);
    }
}
