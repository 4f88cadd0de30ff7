package io.starkbeat.agent.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.agent.telemetry.Backoff;
import io.starkbeat.agent.telemetry.HeardSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Is told by a node when it has a new block (`starknet_subscribeNewHeads`, Starknet JSON-RPC 0.8 and later, over a
/// WebSocket). A node without it, or a subscription that ended, is tried again from time to time; meanwhile one has to ask.
/// What a notification says is not used: it is a reason to ask now.
public final class NewHeads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NewHeads.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration SLOWEST_RETRY = Duration.ofMinutes(15);
    /// A subscription that has held so long was a good one: one that is taken and ended at once is tried ever more seldom.
    private static final Duration STEADY_AFTER = Duration.ofSeconds(30);
    /// A header has a kilobyte; a longer text is none.
    private static final int MAX_TEXT = 65_536;

    /// Where the node may have its WebSocket.
    ///
    /// @param candidates addresses, tried in turn
    /// @param named whether the operator named it, and is told when there is none
    /// @param token goes out as `Authorization: Bearer …`
    public record Address(List<URI> candidates, boolean named, Optional<String> token) {
        /// Beside its JSON-RPC API, or where the operator says.
        public static Address of(URI http, Optional<URI> webSocket, Optional<String> token) {
            return new Address(webSocket.map(List::of).orElseGet(() -> near(http)), webSocket.isPresent(), token);
        }
    }

    /// What the agent does about it. Called on any thread, and returns at once.
    public interface Listener {
        /// The node has a new block.
        void newHead();

        /// A subscription that stood has ended: it may be another node's turn at that address.
        void ended();
    }

    private final HttpClient client;
    private final Address address;
    private final Listener listener;
    private final Duration pingEvery;
    private final Backoff backoff = new Backoff(FIRST_RETRY, SLOWEST_RETRY, ThreadLocalRandom.current());
    private final Thread thread;
    private volatile boolean subscribed;
    private boolean told;

    /// Begins at once.
    ///
    /// @param pingEvery how often the node is asked for a sign of life; without one for thrice as long it is left
    public NewHeads(HttpClient client, Address address, Duration pingEvery, Listener listener) {
        this.client = client;
        this.address = address;
        this.pingEvery = pingEvery;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("new heads").start(this::run);
    }

    /// Where nodes have their WebSocket when nobody says where: on the same port, by the same path or by `/ws`.
    public static List<URI> near(URI http) {
        var base = http.toString().replaceFirst("^http", "ws");
        var root = http.resolve("/ws" + (http.getPath() == null || http.getPath().equals("/") ? "" : http.getPath()));
        return List.of(URI.create(base), URI.create(root.toString().replaceFirst("^http", "ws")));
    }

    /// Whether the node tells of new blocks by itself.
    public boolean isSubscribed() {
        return subscribed;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                for (var each : address.candidates) {
                    follow(each);
                }
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException told) {
            log.debug("no longer told of new blocks", told);
        }
    }

    /// Returns when there is no subscription, or it has ended.
    private void follow(URI uri) throws InterruptedException {
        var session = new Session();
        var builder = client.newWebSocketBuilder().connectTimeout(ANSWER_LIMIT);
        address.token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        var opening = builder.buildAsync(uri, session);
        @Nullable
        WebSocket socket = null;
        try {
            socket = opening.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
            var _ = socket.sendText("""
                    {"jsonrpc": "2.0", "id": 1, "method": "starknet_subscribeNewHeads", "params": []}""", true)
                    .get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
            session.accepted.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
            log.info("The node tells of new blocks by itself ({})", uri);
            subscribed = true;
            told = false;
            var since = System.nanoTime();
            await(socket, session);
            if (System.nanoTime() - since > STEADY_AFTER.toNanos()) {
                backoff.reset();
            }
        } catch (ExecutionException | TimeoutException none) {
            complain(uri, none);
        } finally {
            if (subscribed) {
                subscribed = false;
                listener.ended();
            }
            if (socket == null) {
                var _ = opening.thenAccept(WebSocket::abort);
            } else {
                socket.abort();
            }
        }
    }

    /// Returns when the subscription has ended, or the node gives no sign of life: a host that vanished says no good-bye.
    private void await(WebSocket socket, Session session) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                session.ended.get(pingEvery.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                if (session.silentFor().compareTo(pingEvery.multipliedBy(3)) > 0) {
                    log.debug("nothing was heard of the node's subscription any more");
                    return;
                }
                var _ = socket.sendPing(ByteBuffer.allocate(0));
            }
        }
    }

    private void complain(URI uri, Exception none) {
        if (address.named && !told) {
            told = true;
            var cause = none;
            while (cause.getCause() instanceof Exception deeper) {
                cause = deeper;
            }
            log.warn(
                    "The node does not tell of new blocks at {} (--node-ws): {}. It is asked for them, and this is tried "
                            + "again",
                    uri, reason(cause));
        } else {
            log.debug("no subscription at {}", uri, none);
        }
    }

    private static String reason(Exception cause) {
        return switch (cause) {
            case WebSocketHandshakeException refused -> "it answers " + refused.getResponse().statusCode();
            case TimeoutException _ -> "it does not answer";
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }

    private final class Session extends HeardSocket {
        private final CompletableFuture<Void> accepted = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        private Session() {
            super(MAX_TEXT);
        }

        @Override
        protected void heardText(String message) {
            try {
                var json = NodeRpc.JSON.readTree(message);
                if (json.path("method").asText().equals("starknet_subscriptionNewHeads")) {
                    listener.newHead();
                } else if (json.path("id").asInt() == 1 && json.hasNonNull("result")) {
                    accepted.complete(null);
                } else if (json.path("id").asInt() == 1) {
                    end("it has no such subscription");
                }
            } catch (JsonProcessingException | StackOverflowError noJson) {
                end("it does not speak JSON-RPC");
            }
        }

        @Override
        protected void end(String why) {
            accepted.completeExceptionally(new IllegalStateException(why));
            ended.complete(null);
        }
    }
}
