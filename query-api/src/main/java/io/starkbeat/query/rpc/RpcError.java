package io.starkbeat.query.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.query.question.RefusedParameterException;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.codec.WellFormedText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Why a call was not answered as asked, as JSON-RPC 2.0 (5.1) has it.
///
/// `code` and `message` say which error it is, for programs, and are always the same together; `data` has `detail`, what is
/// wrong with this call, for a person, and `parameter` where one is to blame. JSON-RPC's own codes mean what JSON-RPC says.
/// The others are ours, above 1000, out of the way of those of Starknet's JSON-RPC; 66 is Starknet's own.
///
/// @param detail    one or two sentences
/// @param parameter null where none is to blame
record RpcError(int code, String message, String detail, @Nullable String parameter) {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    static final int INVALID_SUBSCRIPTION_ID = 66;
    static final int NODE_NOT_FOUND = 1001;
    static final int NETWORK_NOT_FOUND = 1002;
    static final int NOT_READY = 1003;
    static final int WEBSOCKET_ONLY = 1004;
    static final int BATCH_TOO_LARGE = 1005;
    static final int TOO_MANY_SUBSCRIPTIONS = 1006;

    private RpcError(int code, String message, String detail) {
        this(code, message, detail, null);
    }

    static RpcError parse(String detail) {
        return new RpcError(PARSE_ERROR, "Parse error", detail);
    }

    static RpcError invalidRequest(String detail) {
        return new RpcError(INVALID_REQUEST, "Invalid Request", detail);
    }

    static RpcError unknownMethod(String method) {
        return new RpcError(METHOD_NOT_FOUND, "Method not found",
                "There is no method " + shown(method) + "; rpc.discover lists those that there are.");
    }

    static RpcError refused(RefusedParameterException refused) {
        return new RpcError(INVALID_PARAMS, "Invalid params", String.valueOf(refused.getMessage()),
                refused.parameter());
    }

    static RpcError invalidParams(String detail) {
        return new RpcError(INVALID_PARAMS, "Invalid params", detail);
    }

    static RpcError internal() {
        return new RpcError(INTERNAL_ERROR, "Internal error",
                "The answer could not be made because of a defect, which is in the log; please report it.");
    }

    static RpcError unknownNode(String nodeId) {
        return new RpcError(NODE_NOT_FOUND, "Node not found", "No node with the id " + shown(nodeId)
                + " is known: it never reported, or was forgotten. nodeData_getNodes lists those that are known.",
                "nodeId");
    }

    static RpcError unknownNetwork(String network) {
        return new RpcError(NETWORK_NOT_FOUND, "Network not found", "No node names the network " + shown(network)
                + ", or none any more; its case matters. nodeData_getNetworks lists those that are known.", "network");
    }

    /// @param why a clause without a full stop
    static RpcError notReady(String why) {
        return new RpcError(NOT_READY, "Not ready",
                "The nodes cannot be told yet: " + why + ". Try again in a second.");
    }

    static RpcError webSocketOnly(String method) {
        return new RpcError(WEBSOCKET_ONLY, "WebSocket only", method
                + " is answered over a WebSocket only, since what is subscribed to comes by itself: open one on this path.");
    }

    static RpcError batchTooLarge() {
        return new RpcError(BATCH_TOO_LARGE, "Batch too large",
                "The answers to this batch that come before this one are large enough; send this call in another batch.");
    }

    static RpcError unknownSubscription() {
        return new RpcError(INVALID_SUBSCRIPTION_ID, "Invalid subscription id",
                "There is no such subscription on this WebSocket, or none any more.", "subscription_id");
    }

    static RpcError tooManySubscriptions(String detail) {
        return new RpcError(TOO_MANY_SUBSCRIPTIONS, "Too many subscriptions", detail);
    }

    /// What is repeated of a text that somebody sent.
    private static String shown(String text) {
        return RefusedParameterException.shown(text);
    }

    /// The error object. Texts that were sent may hold halves of characters; what is written is always UTF-8.
    String json() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("detail", WellFormedText.of(detail));
        if (parameter != null) {
            data.put("parameter", WellFormedText.of(Objects.requireNonNull(parameter)));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("code", code);
        members.put("message", message);
        members.put("data", data);
        try {
            return RecordMapper.mapper().writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an error", e);
        }
    }
}
