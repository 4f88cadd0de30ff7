package io.starkbeat.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.agent.standin.DeafSocket;
import io.starkbeat.agent.standin.NodeKind;
import io.starkbeat.agent.standin.StandInNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Subscriptions that stand, die, and are refused.
class NewHeadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PING_EVERY = Duration.ofMillis(300);
    private static final String ACCEPTED = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": \"1\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger heads = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void aNodeThatIsWellAndQuietIsNotLeft() {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7);
                var following = follow(node.webSocketUrl(), Optional.empty())) {
            await().atMost(PATIENCE).until(following::isSubscribed);
            await().during(PING_EVERY.multipliedBy(6)).atMost(PATIENCE).until(() -> ends.get() == 0);
            node.setHeight(8);
            await().atMost(PATIENCE).until(() -> heads.get() == 1);
        }
    }

    @Test
    void aSubscriptionWithoutASignOfLifeIsGivenUp() throws Exception {
        try (var deaf = DeafSocket.saying(ACCEPTED); var following = follow(deaf.url(), Optional.empty())) {
            await().atMost(PATIENCE).until(() -> ends.get() == 1);
            assertThat(following.isSubscribed()).isFalse();
        }
    }

    @Test
    void whoNamedAnAddressThatRefusesIsToldOnceAndTheTokenIsSent() {
        var tokens = new CopyOnWriteArrayList<String>();
        var lines = new CopyOnWriteArrayList<String>();
        var vertx = Vertx.vertx();
        var log = Logger.getLogger(NewHeads.class.getName());
        var handler = handler(lines);
        log.addHandler(handler);
        try {
            var server = vertx.createHttpServer().requestHandler(request -> {
                tokens.add(String.valueOf(request.getHeader("Authorization")));
                request.response().setStatusCode(401).end();
            }).listen(0, "127.0.0.1").await();
            try (var _ = follow("ws://127.0.0.1:" + server.actualPort() + "/ws", Optional.of("hush"))) {
                await().atMost(PATIENCE).until(() -> tokens.size() >= 2);
            }
            assertThat(tokens).containsOnly("Bearer hush");
            assertThat(lines).hasSize(1).first().asString().contains("--node-ws", "401", "/ws").doesNotContain("hush");
        } finally {
            log.removeHandler(handler);
            vertx.close().await();
        }
    }

    private NewHeads follow(String address, Optional<String> token) {
        return new NewHeads(client, new NewHeads.Address(List.of(URI.create(address)), true, token), PING_EVERY,
                new NewHeads.Listener() {
                    @Override
                    public void newHead() {
                        heads.incrementAndGet();
                    }

                    @Override
                    public void ended() {
                        ends.incrementAndGet();
                    }
                });
    }

    private static Handler handler(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    lines.add(new SimpleFormatter().formatMessage(entry));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
