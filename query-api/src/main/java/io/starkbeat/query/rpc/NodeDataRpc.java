package io.starkbeat.query.rpc;

import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.feed.FeedFullException;
import io.starkbeat.query.metrics.RpcMetrics;
import io.starkbeat.query.question.RefusedParameterException;
import io.starkbeat.query.store.StatesNotReadyException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers messages of JSON-RPC 2.0, whatever their bytes: each with what JSON-RPC says, or with nothing where it says
/// nothing. Thread-safe; holds no state.
///
/// The requests of a batch are answered one after the other, and so their answers come in the order of the requests. Large
/// answers are held until the last is there; once they are [#MOST_OF_A_BATCH] together, the requests that follow are answered
/// with an error, so that no batch holds more than that and one answer.
public final class NodeDataRpc {
    private static final Logger log = LoggerFactory.getLogger(NodeDataRpc.class);

    /// The longest message that is read, in bytes: a hundred questions with all their parameters are some 40 kB.
    public static final int LONGEST_MESSAGE = 64 * 1024;

    /// After so many bytes no more answers are added to those of a batch. The list of ten thousand nodes is half of it.
    static final long MOST_OF_A_BATCH = 8L * 1024 * 1024;

    /// Of a name that is no method's there is no time series: anyone could make more of them.
    private static final String UNKNOWN_METHOD = "unknown";

    private final NodeDataMethods methods;
    private final RpcMetrics metrics;

    public NodeDataRpc(NodeCatalog catalog, RpcMetrics metrics) {
        this.methods = new NodeDataMethods(catalog);
        this.metrics = metrics;
    }

    /// Answers a message. Returns at once, and may be called on an event loop; the stage never fails, and completes on
    /// whichever thread made the answer.
    ///
    /// @param message at most [#LONGEST_MESSAGE] bytes
    /// @return one JSON value; empty where nothing is answered
    public CompletionStage<Optional<JsonPieces>> answer(byte[] message, RpcCaller caller) {
        return switch (RpcReader.read(message)) {
            case RpcMessage.Single(RpcRequest request) -> answer(request, caller);
            case RpcMessage.Batch(List<RpcRequest> requests) -> new BatchAnswer(requests, caller).next(0);
            case RpcMessage.Unreadable(RpcError error) -> refuse(RpcId.NULL, UNKNOWN_METHOD, error);
        };
    }

    private CompletionStage<Optional<JsonPieces>> answer(RpcRequest request, RpcCaller caller) {
        return switch (request) {
            case RpcRequest.Call(RpcId id, String method, RpcParameters parameters) -> methods.find(method)
                    .map(found -> call(id, found, parameters, caller))
                    .orElseGet(() -> refuse(id, UNKNOWN_METHOD, RpcError.unknownMethod(method)));
            case RpcRequest.Notification(String method, RpcParameters parameters) -> {
                metrics.notified();
                // Most methods only tell something, which who sends no id does not want to be told.
                yield methods.find(method)
                        .filter(RpcMethod::acts)
                        .map(found -> call(RpcId.NULL, found, parameters, caller))
                        .orElse(CompletableFuture.completedStage(Optional.empty()))
                        .thenApply(_ -> Optional.empty());
            }
            case RpcRequest.Invalid(RpcId id, RpcError error) -> refuse(id, UNKNOWN_METHOD, error);
        };
    }

    private CompletionStage<Optional<JsonPieces>> call(RpcId id, RpcMethod method, RpcParameters parameters,
            RpcCaller caller) {
        long begun = System.nanoTime();
        CompletionStage<JsonPieces> result;
        try {
            result = method.call(parameters, caller);
        } catch (RuntimeException e) {
            result = CompletableFuture.failedStage(e);
        }
        return result.handle((made, failure) -> {
            RpcError error = failure == null ? null : error(method, failure);
            metrics.called(method.name(), error == null ? 0 : error.code(),
                    Duration.ofNanos(System.nanoTime() - begun));
            return Optional.of(error == null ? result(id, made) : error(id, error));
        });
    }

    private CompletionStage<Optional<JsonPieces>> refuse(RpcId id, String method, RpcError error) {
        metrics.called(method, error.code(), Duration.ZERO);
        return CompletableFuture.completedStage(Optional.of(error(id, error)));
    }

    private static RpcError error(RpcMethod method, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return switch (cause) {
            case RpcErrorException told -> told.error();
            case RefusedParameterException refused -> RpcError.refused(refused);
            case FeedFullException full -> RpcError.tooManySubscriptions("The live feed takes nobody more: "
                    + full.getMessage() + ". Another replica may; MAX_SUBSCRIBERS sets how many.");
            case StatesNotReadyException notReady -> RpcError.notReady(String.valueOf(notReady.getMessage()));
            default -> {
                log.error("Cannot answer {}", method.name(), cause);
                yield RpcError.internal();
            }
        };
    }

    private static JsonPieces result(RpcId id, JsonPieces result) {
        return begin(id).append("\"result\":").append(result).append("}");
    }

    private static JsonPieces error(RpcId id, RpcError error) {
        return begin(id).append("\"error\":").append(error.json()).append("}");
    }

    private static JsonPieces begin(RpcId id) {
        return new JsonPieces().append("{\"jsonrpc\":\"2.0\",\"id\":").append(id.json()).append(",");
    }

    /// The answers to a batch, as they are made one after the other.
    private final class BatchAnswer {
        private final List<RpcRequest> requests;
        private final RpcCaller caller;
        private final JsonPieces answers = new JsonPieces();

        BatchAnswer(List<RpcRequest> requests, RpcCaller caller) {
            this.requests = requests;
            this.caller = caller;
        }

        CompletionStage<Optional<JsonPieces>> next(int from) {
            // Those that are there at once without a step deeper into the stack.
            for (int i = from; i < requests.size(); i++) {
                CompletableFuture<Optional<JsonPieces>> one = one(requests.get(i)).toCompletableFuture();
                if (!one.isDone()) {
                    int behind = i + 1;
                    return one.thenCompose(answer -> {
                        add(answer);
                        return next(behind);
                    });
                }
                add(one.join());
            }
            return CompletableFuture.completedStage(
                    answers.length() == 0 ? Optional.empty() : Optional.of(answers.append("]")));
        }

        private CompletionStage<Optional<JsonPieces>> one(RpcRequest request) {
            return answers.length() > MOST_OF_A_BATCH && request instanceof RpcRequest.Call call
                    ? refuse(call.id(), methods.find(call.method()).isPresent() ? call.method() : UNKNOWN_METHOD,
                            RpcError.batchTooLarge())
                    : answer(request, caller);
        }

        private void add(Optional<JsonPieces> answer) {
            answer.ifPresent(json -> answers.append(answers.length() == 0 ? "[" : ",").append(json));
        }
    }
}
