package io.starkbeat.agent.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.agent.telemetry.Backoff;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    /// A header has a kilobyte; a longer text is none.
    private static final int MAX_TEXT = 65_536;

    private final HttpClient client;
    private final List<URI> candidates;
    private final Runnable onNewHead;
    private final Backoff backoff = new Backoff(FIRST_RETRY, SLOWEST_RETRY, ThreadLocalRandom.current());
    private final Thread thread;
    private volatile boolean subscribed;

    /// Begins at once.
    ///
    /// @param candidates where the node may have its WebSocket
    /// @param onNewHead called for each block, on any thread
    public NewHeads(HttpClient client, List<URI> candidates, Runnable onNewHead) {
        this.client = client;
        this.candidates = List.copyOf(candidates);
        this.onNewHead = onNewHead;
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
                for (var each : candidates) {
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
        var opening = client.newWebSocketBuilder().connectTimeout(ANSWER_LIMIT).buildAsync(uri, session);
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
            backoff.reset();
            session.ended.get();
        } catch (ExecutionException | TimeoutException none) {
            log.debug("no subscription at {}", uri, none);
        } finally {
            subscribed = false;
            if (socket == null) {
                var _ = opening.thenAccept(WebSocket::abort);
            } else {
                socket.abort();
            }
        }
    }

    private final class Session implements WebSocket.Listener {
        private final CompletableFuture<Void> accepted = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            socket.request(1);
            if (text.length() + data.length() <= MAX_TEXT) {
                text.append(data);
            }
            if (last) {
                heard(text.toString());
                text.setLength(0);
            }
            return null;
        }

        private void heard(String message) {
            try {
                var json = NodeRpc.JSON.readTree(message);
                if (json.path("method").asText().equals("starknet_subscriptionNewHeads")) {
                    onNewHead.run();
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
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end("closed with " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end(String.valueOf(failure.getMessage()));
        }

        private void end(String reason) {
            accepted.completeExceptionally(new IllegalStateException(reason));
            ended.complete(null);
        }
    }
}
