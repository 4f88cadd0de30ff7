package io.starkbeat.query.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.query.catalog.Coding;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.query.question.NodeFilter;
import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.question.PageCursor;
import io.starkbeat.query.rpc.RpcParameter.Kind;
import io.starkbeat.query.view.ListFormat;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// The methods of the Node Data API. They ask the [NodeCatalog] and hand its bytes on, or subscribe to the live
/// feed.
final class NodeDataMethods {
    private static final String SUBSCRIPTION_ID = "subscription_id";
    private static final String LAST_EVENT_ID = "lastEventId";
    private static final Set<String> WHOLE_NUMBERS = Set.of("minBlock", "maxLag", "limit");

    private final NodeCatalog catalog;
    private final Buffer document;
    private final String version;
    private final Map<String, RpcMethod> byName = new LinkedHashMap<>();

    NodeDataMethods(NodeCatalog catalog) {
        this.catalog = catalog;
        String openRpc = PublishedDocument.openRpc().text();
        this.document = Buffer.buffer(openRpc);
        this.version = version(openRpc);
        add("nodeData_getNodes", question(NodeQuestion.PARAMETERS), (arguments, _) -> nodes(arguments));
        add("nodeData_getNode", List.of(RpcParameter.required("nodeId")),
                (arguments, _) -> one(arguments, "nodeId", id -> catalog.node(id, Coding.IDENTITY),
                        RpcError::unknownNode));
        add("nodeData_getNetworks", List.of(),
                (_, _) -> catalog.networks(Coding.IDENTITY).thenApply(NodeDataMethods::whole));
        add("nodeData_getNetwork", List.of(RpcParameter.required("network")),
                (arguments, _) -> one(arguments, "network", name -> catalog.network(name, Coding.IDENTITY),
                        RpcError::unknownNetwork));
        add("nodeData_subscribeNodes", filterAndPlace(), NodeDataMethods::subscribe);
        RpcParameter subscriptionId = RpcParameter.required(SUBSCRIPTION_ID);
        byName.put("nodeData_unsubscribe", new RpcMethod("nodeData_unsubscribe", List.of(subscriptionId), true,
                NodeDataMethods::unsubscribe));
        add("nodeData_specVersion", List.of(),
                (_, _) -> CompletableFuture.completedStage(new JsonPieces().append(quoted(version))));
        add("rpc.discover", List.of(),
                (_, _) -> CompletableFuture.completedStage(new JsonPieces().append(document)));
    }

    private void add(String name, List<RpcParameter> parameters, RpcMethod.Body body) {
        byName.put(name, new RpcMethod(name, parameters, false, body));
    }

    /// The method of a name, if there is one.
    Optional<RpcMethod> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// All of them.
    List<RpcMethod> all() {
        return List.copyOf(byName.values());
    }

    /// The parameters of a question, by the same names as in a URL.
    private static List<RpcParameter> question(List<String> names) {
        return names.stream().map(name -> RpcParameter.optional(name, kind(name))).toList();
    }

    private static List<RpcParameter> filterAndPlace() {
        List<RpcParameter> parameters = new ArrayList<>(question(NodeFilter.PARAMETERS));
        parameters.add(RpcParameter.optional(LAST_EVENT_ID, Kind.TEXT));
        return parameters;
    }

    private static Kind kind(String name) {
        if (NodeQuestion.SEVERAL.contains(name)) {
            return Kind.TEXTS;
        }
        return WHOLE_NUMBERS.contains(name) ? Kind.WHOLE : Kind.TEXT;
    }

    private CompletionStage<JsonPieces> nodes(Map<String, List<String>> arguments) {
        return catalog.ask(NodeQuestion.of(arguments), ListFormat.JSON, Coding.IDENTITY).thenApply(page -> {
            JsonPieces result = new JsonPieces().append("{\"nodes\":").append(page.answer().body());
            PageCursor next = page.next();
            if (next != null) {
                result.append(",\"cursor\":").append(quoted(next.written()));
            }
            return result.append("}");
        });
    }

    private static CompletionStage<JsonPieces> one(Map<String, List<String>> arguments, String parameter,
            Function<String, CompletionStage<Optional<Answer>>> find, Function<String, RpcError> unknown) {
        String id = Objects.requireNonNull(arguments.get(parameter), "it is required").getFirst();
        return find.apply(id).thenApply(found -> found.map(NodeDataMethods::whole)
                .orElseThrow(() -> new RpcErrorException(unknown.apply(id))));
    }

    private static CompletionStage<JsonPieces> subscribe(Map<String, List<String>> arguments, RpcCaller caller) {
        NodesSubscriptions.Exchange socket = socket("nodeData_subscribeNodes", caller);
        Map<String, List<String>> conditions = new LinkedHashMap<>(arguments);
        List<String> place = conditions.remove(LAST_EVENT_ID);
        return socket.subscribe(NodeFilter.of(conditions), place == null ? null : place.getFirst())
                .thenApply(id -> new JsonPieces().append(quoted(id)));
    }

    private static CompletionStage<JsonPieces> unsubscribe(Map<String, List<String>> arguments, RpcCaller caller) {
        String id = Objects.requireNonNull(arguments.get(SUBSCRIPTION_ID), "it is required").getFirst();
        return socket("nodeData_unsubscribe", caller).unsubscribe(id)
                .thenApply(ended -> new JsonPieces().append(ended.toString()));
    }

    private static NodesSubscriptions.Exchange socket(String method, RpcCaller caller) {
        return switch (caller) {
            case NodesSubscriptions.Exchange exchange -> exchange;
            case RpcCaller.OneAnswer _ -> throw new RpcErrorException(RpcError.webSocketOnly(method));
        };
    }

    private static JsonPieces whole(Answer answer) {
        return new JsonPieces().append(answer.body());
    }

    private static String quoted(String text) {
        try {
            return RecordMapper.mapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a text", e);
        }
    }

    private static String version(String openRpc) {
        try {
            return RecordMapper.mapper().readTree(openRpc).at("/info/version").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the OpenRPC document is no JSON; build the module schemas again", e);
        }
    }
}
