package io.starkbeat.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoNetworkTest {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private static final Duration NEVER = Duration.ofDays(1);
    /// So fast that minutes of a demo pass in a second.
    private static final Liveliness LEAVING = new Liveliness(Duration.ofMillis(100), Duration.ofMillis(100),
            Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(300), NEVER);
    private static final Liveliness RECONNECTING = new Liveliness(Duration.ofMillis(100), Duration.ofMillis(100), NEVER,
            NEVER, NEVER.multipliedBy(2), Duration.ofMillis(100));
    private static final Liveliness CALM = new Liveliness(Duration.ofMillis(200), Duration.ofMillis(200),
            NEVER, NEVER, NEVER.multipliedBy(2), NEVER);

    private final Vertx vertx = Vertx.vertx();
    /// What each socket said, in order.
    private final Map<ServerWebSocket, List<JsonObject>> sessions = new ConcurrentHashMap<>();
    private final Set<ServerWebSocket> open = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void everyNodeConnectsTellsWhoItIsAndThenReports() {
        var ids = ids(20);
        var network = DemoNetwork.start(vertx, config(gateway(0), ids, CALM)).await();
        await().untilAsserted(() -> {
            assertThat(network.connected()).isEqualTo(20);
            assertThat(sessions.values()).hasSize(20).allMatch(messages -> messages.size() >= 8);
        });
        assertThat(sessions.values()).extracting(DemoNetworkTest::peerId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(sessions.values()).allSatisfy(messages -> assertThat(messages).extracting(DemoNetworkTest::msg)
                .startsWith("node.identity", "network.update", "system.usage")
                .contains("network.update", "system.usage"));
        assertThat(sessions.values()).filteredOn(messages -> payload(messages.getFirst()).containsKey("Node"))
                .as("nodes that speak the nested form")
                .hasSize(4);

        network.close().await();
        await().until(open::isEmpty);
        assertThat(network.connected()).isZero();
    }

    @Test
    void nodesLeaveAndComeBackAndAtMostATenthIsAway() {
        var network = DemoNetwork.start(vertx, config(gateway(0), ids(20), LEAVING)).await();
        // All twenty at one moment are not to be waited for: by then the first may have left.
        await().until(() -> network.connected() >= 18);
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .failFast("more than a tenth is away", () -> network.connected() < 18)
                .until(() -> sessionsByPeerId().values().stream().filter(count -> count > 1).count() > 3);
        assertThat(sessionsByPeerId()).hasSize(20);
    }

    @Test
    void nodesReconnectAsTheNodesTheyWere() {
        var network = DemoNetwork.start(vertx, config(gateway(0), ids(20), RECONNECTING)).await();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sessionsByPeerId().values().stream().filter(count -> count > 1).count() > 3);
        await().untilAsserted(() -> assertThat(sessionsByPeerId()).hasSize(20));
        network.close().await();
        await().until(open::isEmpty);
    }

    @Test
    void aGatewayThatGoesAwayIsTriedUntilItIsBack() {
        var server = server(0);
        var port = server.actualPort();
        var network = DemoNetwork.start(vertx, config(uri(port), ids(3), CALM)).await();
        await().until(() -> network.connected() == 3);
        server.close().await();
        await().until(() -> network.connected() == 0);
        server(port);
        await().atMost(Duration.ofSeconds(60)).until(() -> network.connected() == 3);
        assertThat(sessionsByPeerId().values()).containsOnly(2L);
    }

    private URI gateway(int port) {
        return uri(server(port).actualPort());
    }

    private HttpServer server(int port) {
        return vertx.createHttpServer().webSocketHandler(socket -> {
            var messages = new CopyOnWriteArrayList<JsonObject>();
            sessions.put(socket, messages);
            open.add(socket);
            socket.textMessageHandler(text -> messages.add(new JsonObject(text)));
            socket.closeHandler(_ -> open.remove(socket));
        }).listen(port, "127.0.0.1").await();
    }

    private Map<String, Long> sessionsByPeerId() {
        return sessions.values()
                .stream()
                .filter(messages -> !messages.isEmpty())
                .collect(Collectors.groupingBy(DemoNetworkTest::peerId, Collectors.counting()));
    }

    private static DemoConfig config(URI gateway, List<String> ids, Liveliness liveliness) {
        return new DemoConfig(gateway, ids, 42, liveliness);
    }

    private static URI uri(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/submit");
    }

    private static List<String> ids(int count) {
        return Stream.generate(Identities::create).limit(count).toList();
    }

    private static JsonObject payload(JsonObject message) {
        return message.getJsonObject("payload");
    }

    private static String msg(JsonObject message) {
        return payload(message).getString("msg");
    }

    private static String peerId(List<JsonObject> messages) {
        var payload = payload(messages.getFirst());
        return payload.getJsonObject("Node", payload).getString("peer_id");
    }
}
