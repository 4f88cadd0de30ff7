package io.starkbeat.agent.standin;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A node that answers in the shapes of the published Starknet OpenRPC specification, of a version that the test chooses,
/// and misbehaves as it is told.
public final class StandInNode implements AutoCloseable {
    /// What it does with requests.
    public enum Mood {
        /// Answers them.
        WELL,
        /// Never answers.
        HANGING,
        /// HTTP 500.
        FAILING,
        /// JSON-RPC's internal error, whatever is asked.
        ERRING,
        /// JSON of no shape that the specification has.
        WRONG_SHAPE,
        /// A web page.
        HTML,
        /// HTTP 401.
        REFUSING,
        /// An answer that never ends.
        ENDLESS
    }

    private final Vertx vertx = Vertx.vertx();
    private final NodeKind kind;
    private final Set<ServerWebSocket> subscribers = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String specVersion;
    private volatile String chain = "0x534e5f5345504f4c4941";
    private volatile long height;
    private volatile @Nullable JsonObject syncing;
    private volatile Mood mood = Mood.WELL;
    private volatile Mood receiptsMood = Mood.WELL;
    private volatile int metricsStatus = 200;
    private volatile Map<String, Object> blockFields = Map.of();
    private volatile String metrics = "";
    private volatile @Nullable HttpServer server;
    private volatile int port;

    private StandInNode(NodeKind kind, String specVersion, long height) {
        this.kind = kind;
        this.specVersion = specVersion;
        this.height = height;
    }

    /// Starts one on a port of the system's choice.
    public static StandInNode start(NodeKind kind, String specVersion, long height) {
        var node = new StandInNode(kind, specVersion, height);
        node.comeBack();
        return node;
    }

    /// Listens again, on the port that it had.
    public void comeBack() {
        var listening = vertx.createHttpServer()
                .webSocketHandshakeHandler(handshake -> {
                    if (handshake.path().equals(kind.webSocketPath()) && hasSubscriptions()) {
                        handshake.accept();
                    } else {
                        handshake.reject(404);
                    }
                })
                .webSocketHandler(this::serve)
                .requestHandler(this::serve)
                .listen(port, "127.0.0.1")
                .await();
        server = listening;
        port = listening.actualPort();
    }

    /// Ends all subscriptions, and goes on answering.
    public void endSubscriptions() {
        subscribers.forEach(ServerWebSocket::close);
    }

    /// Is down.
    public void goDown() {
        var listening = server;
        if (listening != null) {
            listening.close().await();
        }
    }

    /// Its JSON-RPC API.
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /// Its metrics page.
    public String metricsUrl() {
        return url() + "/metrics";
    }

    /// Where this client has its WebSocket.
    public String webSocketUrl() {
        return "ws://127.0.0.1:" + port + kind.webSocketPath();
    }

    /// Has a new newest block, of which subscribers are told.
    public void setHeight(long newest) {
        height = newest;
        subscribers.forEach(each -> each.writeTextMessage(new JsonObject().put("jsonrpc", "2.0")
                .put("method", "starknet_subscriptionNewHeads")
                .put("params", new JsonObject().put("subscription_id", "1").put("result", header(newest)))
                .encode()));
    }

    /// Is so far while it catches up; null when it has.
    public void setSyncing(@Nullable Long current, long highest) {
        syncing = current == null
                ? null
                : new JsonObject().put("starting_block_hash", hash(0)).put("starting_block_num", 0)
                        .put("current_block_hash", hash(current)).put("current_block_num", current)
                        .put("highest_block_hash", hash(highest)).put("highest_block_num", highest);
    }

    /// Behaves differently from now on.
    public void setMood(Mood other) {
        mood = other;
    }

    /// Does this with requests for receipts, and answers all others as it did.
    public void setReceiptsMood(Mood other) {
        receiptsMood = other;
    }

    /// Answers with this status when its metrics page is asked for.
    public void setMetricsStatus(int status) {
        metricsStatus = status;
    }

    /// Has these fields of its blocks otherwise than they are.
    public void setBlockFields(Map<String, Object> fields) {
        blockFields = fields;
    }

    /// Is on another chain, by its id in hex.
    public void setChain(String id) {
        chain = id;
    }

    /// Says that its API is of another version.
    public void setSpecVersion(String other) {
        specVersion = other;
    }

    /// Has this on its metrics page.
    public void setMetrics(String page) {
        metrics = page;
    }

    /// The methods that it was asked for so far.
    public List<String> asked() {
        return asked;
    }

    /// Who is told of new blocks.
    public int subscribers() {
        return subscribers.size();
    }

    /// The hash of a block.
    public static String hash(long number) {
        return "0x" + Long.toHexString(0x5eed0000L + number);
    }

    /// What a block's receipts add up to.
    public static int transactions(long number) {
        return (int) (number % 5) + 1;
    }

    private boolean hasSubscriptions() {
        return !specVersion.startsWith("0.7");
    }

    private void serve(ServerWebSocket socket) {
        socket.textMessageHandler(text -> {
            var request = new JsonObject(text);
            if (request.getString("method").equals("starknet_subscribeNewHeads")) {
                // A number in 0.8, a text since.
                Object id = specVersion.startsWith("0.8") ? Integer.valueOf(1) : "1";
                socket.writeTextMessage(answer(request).put("result", id).encode());
                subscribers.add(socket);
            }
        });
        socket.closeHandler(_ -> subscribers.remove(socket));
    }

    private void serve(HttpServerRequest request) {
        if (request.path().equals("/metrics")) {
            request.response().setStatusCode(metricsStatus).end(metrics);
            return;
        }
        request.body().onSuccess(body -> {
            var receipts = new JsonObject(body).getString("method").equals("starknet_getBlockWithReceipts");
            switch (receipts && mood == Mood.WELL ? receiptsMood : mood) {
                case WELL -> request.response().end(answerTo(body).toBuffer());
                case HANGING -> {
                }
                case FAILING -> request.response().setStatusCode(500).end("oops");
                case ERRING -> request.response()
                        .end(error(new JsonObject(body), -32603, "Internal error").toBuffer());
                case WRONG_SHAPE -> request.response()
                        .end(answer(new JsonObject(body)).put("result", new JsonArray().add(1)).toBuffer());
                case HTML -> request.response().end("<html><body>Welcome to nginx!</body></html>");
                case REFUSING -> request.response().setStatusCode(401).end();
                case ENDLESS -> {
                    request.response().setChunked(true).write("{\"jsonrpc\": \"2.0\", \"id\": 1, \"x\": \"");
                    drip(request);
                }
            }
        });
    }

    private void drip(HttpServerRequest request) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response().write(Buffer.buffer("x".repeat(65_536)))
                    .onSuccess(_ -> vertx.setTimer(1, _ -> drip(request)));
        }
    }

    private JsonObject answerTo(Buffer body) {
        var request = new JsonObject(body);
        var method = request.getString("method");
        asked.add(method);
        var answer = answer(request);
        if (method.equals(kind.versionCall())) {
            return answer.put("result", kind.version());
        }
        return switch (method) {
            case "starknet_specVersion" -> answer.put("result", specVersion);
            case "starknet_chainId" -> answer.put("result", chain);
            case "starknet_blockNumber" -> height < 0
                    ? error(request, 32, "There are no blocks")
                    : answer.put("result", height);
            case "starknet_syncing" -> answer.put("result", syncing == null ? false : syncing);
            case "starknet_getBlockWithTxHashes" -> answer.put("result", block(number(request), false));
            case "starknet_getBlockWithReceipts" -> answer.put("result", block(number(request), true));
            case "rpc_methods" -> kind == NodeKind.MADARA
                    ? answer.put("result", new JsonObject().put("methods",
                            new JsonArray().add("rpc/v0_8_1/starknet_blockNumber").add("rpc/rpc_methods")))
                    : error(request, -32601, "Method not found");
            default -> error(request, -32601, "Method not found");
        };
    }

    private static long number(JsonObject request) {
        return request.getJsonArray("params").getJsonObject(0).getLong("block_number");
    }

    private JsonObject header(long number) {
        var price = new JsonObject().put("price_in_fri", "0x1").put("price_in_wei", "0x1");
        var header = new JsonObject().put("block_hash", hash(number)).put("parent_hash", hash(number - 1))
                .put("block_number", number).put("new_root", "0x1").put("timestamp", 1_760_000_000L + number * 6)
                .put("sequencer_address", "0x1").put("l1_gas_price", price).put("l1_data_gas_price", price)
                .put("l1_da_mode", "BLOB").put("starknet_version", "0.14.0");
        if (hasSubscriptions()) {
            header.put("l2_gas_price", price);
        }
        if (specVersion.startsWith("0.10")) {
            header.put("event_commitment", "0x1").put("transaction_commitment", "0x1").put("receipt_commitment", "0x1")
                    .put("state_diff_commitment", "0x1").put("event_count", 2 * transactions(number))
                    .put("transaction_count", transactions(number)).put("state_diff_length", 9);
        }
        return header;
    }

    private JsonObject block(long number, boolean withReceipts) {
        var transactions = IntStream.range(0, transactions(number))
                .mapToObj(index -> withReceipts ? transaction(number, index) : (Object) ("0x7" + index))
                .toList();
        return header(number).put("status", "ACCEPTED_ON_L2").put("transactions", new JsonArray(transactions))
                .mergeIn(new JsonObject(blockFields));
    }

    /// Each with two events; the first with a message to L1.
    private static JsonObject transaction(long number, int index) {
        var events = new JsonArray().add(event()).add(event());
        var messages = new JsonArray();
        if (index == 0) {
            messages.add(new JsonObject().put("from_address", "0x1").put("to_address", "0x2")
                    .put("payload", new JsonArray().add("0x3")));
        }
        return new JsonObject()
                .put("transaction", new JsonObject().put("type", "INVOKE").put("version", "0x3")
                        .put("calldata", new JsonArray().add("0x1").add("0x2"))
                        .put("resource_bounds", new JsonObject().put("events", new JsonArray().add(1))))
                .put("receipt", new JsonObject().put("type", "INVOKE").put("transaction_hash", "0x7" + index)
                        .put("actual_fee", new JsonObject().put("amount", "0x1").put("unit", "FRI"))
                        .put("finality_status", "ACCEPTED_ON_L2").put("messages_sent", messages).put("events", events)
                        .put("execution_resources", new JsonObject().put("l1_gas", 0))
                        .put("execution_status", "SUCCEEDED").put("block_number", number));
    }

    private static JsonObject event() {
        return new JsonObject().put("from_address", "0x1").put("keys", new JsonArray().add("0x2"))
                .put("data", new JsonArray().add("0x3").add("0x4"));
    }

    private static JsonObject answer(JsonObject request) {
        return new JsonObject().put("jsonrpc", "2.0").put("id", request.getValue("id"));
    }

    private static JsonObject error(JsonObject request, int code, String message) {
        return answer(request).put("error", new JsonObject().put("code", code).put("message", message));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
