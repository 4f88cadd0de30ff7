package io.starkbeat.query.rpc;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.field.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The live feed by JSON-RPC subscription.
class RpcSubscriptionTest extends ApiTest {
    @Test
    void allNodesAreToldAndThenWhatChanges() throws Exception {
        RpcPeer peer = api.connect();
        String id = subscribe(peer, "{\"client\":\"juno\",\"network\":[\"SN_MAIN\",\"SN_SEPOLIA\"]}");

        JsonNode snapshot = event(peer, id);
        assertThat(snapshot.get("type").asText()).isEqualTo("snapshot");
        assertThat(RunningApi.ids(snapshot.get("nodes"))).containsExactlyInAnyOrder("a", "b", "d");

        api.states.put(node("d").at("SN_SEPOLIA", 8).from("four").with(Field.CLIENT, "Juno"));
        JsonNode change = event(peer, id);
        assertThat(change.get("type").asText()).isEqualTo("node");
        assertThat(change.get("node")).isEqualTo(api.read("/api/nodes?network=SN_SEPOLIA").get(0));
        assertThat(change.get("id")).isNotEqualTo(snapshot.get("id"));

        api.states.put(node("d").at("SN_SEPOLIA", 9).from("four").with(Field.CLIENT, "Madara"));
        JsonNode gone = event(peer, id);
        assertThat(gone.get("type").asText()).isEqualTo("gone");
        assertThat(gone.get("nodeId").asText()).isEqualTo("d");
    }

    @Test
    void nothingIsToldBehindTheAnswerThatEndsIt() throws Exception {
        RpcPeer peer = api.connect();
        String first = subscribe(peer, "{}");
        String second = subscribe(peer, "{}");
        assertThat(List.of(peer.json().at("/params/result/type").asText(),
                peer.json().at("/params/result/type").asText())).containsExactly("snapshot", "snapshot");

        assertThat(call(peer, "nodeData_unsubscribe", "[\"" + first + "\"]").get("result").asBoolean()).isTrue();
        api.states.put(node("new"));
        assertThat(event(peer, second).at("/node/nodeId").asText()).isEqualTo("new");
        assertThat(call(peer, "nodeData_unsubscribe", "{\"subscription_id\":\"" + first + "\"}").at("/error/code")
                .asInt()).isEqualTo(66);

        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"nodeData_unsubscribe\",\"params\":[\"" + second + "\"]}");
        Awaitility.await().untilAsserted(() -> assertThat(subscribers()).isZero());
        assertThat(call(peer, "nodeData_unsubscribe", "[\"" + second + "\"]").at("/error/code").asInt()).isEqualTo(66);
        assertThat(peer.messages).isEmpty();
    }

    /// The answer to a batch waits for its last request, and what is subscribed to for the answer.
    @Test
    void nothingIsToldBeforeItsId() throws Exception {
        api.crowd(3_000);
        RpcPeer peer = api.connect();
        String slow = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"nodeData_getNodes\",\"params\":{\"sort\":\"nodeName\","
                + "\"fields\":\"lag\"}}";
        String nodes = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nodeData_subscribeNodes\",\"params\":[\"SN_SEPOLIA\"]}";
        for (int i = 0; i < 5; i++) {
            peer.send("[" + slow + "," + nodes + "," + (slow + ",").repeat(9) + slow + "]");
            JsonNode answer = peer.json();
            assertThat(answer.isArray()).isTrue();
            String id = answer.get(1).get("result").asText();
            assertThat(event(peer, id).get("type").asText()).isEqualTo("snapshot");
        }
    }

    @Test
    void whoComesBackGoesOnFromWhereHeWas() throws Exception {
        RpcPeer peer = api.connect();
        String place = event(peer, subscribe(peer, "{}")).get("id").asText();
        peer.socket.abort();
        api.states.put(node("new"));

        RpcPeer back = api.connect();
        String id = subscribe(back, "{\"lastEventId\":\"" + place + "\"}");
        assertThat(event(back, id).at("/node/nodeId").asText()).isEqualTo("new");

        String other = subscribe(back, "{\"lastEventId\":\"nonsense\"}");
        assertThat(event(back, other).get("type").asText()).isEqualTo("reset");
        assertThat(event(back, other).get("nodes")).hasSize(6);
    }

    @Test
    void aLargeSnapshotIsOneMessageAndNothingComesBetween() throws Exception {
        api.crowd(5_000);
        RpcPeer peer = api.connect();
        String first = subscribe(peer, "{}");
        String second = subscribe(peer, "{}");
        List<String> types = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"nodeData_specVersion\"}");
        }
        for (int i = 0; i < 22; i++) {
            JsonNode message = peer.json();
            if (message.has("method")) {
                assertThat(message.at("/params/subscription_id").asText()).isIn(first, second);
                assertThat(message.at("/params/result/nodes")).hasSize(5_005);
                types.add("snapshot");
            } else {
                types.add(message.get("result").asText());
            }
        }
        assertThat(types).filteredOn("snapshot"::equals).hasSize(2);
        assertThat(types).filteredOn("1.0.0"::equals).hasSize(20);
    }

    /// However slowly one reads, and with answers between: in the end he has been told what a list tells.
    @Test
    void whoReadsSlowlyIsToldHowNodesStandInTheEnd() throws Exception {
        api.crowd(15_000);
        RpcPeer peer = new RpcPeer(false);
        api.client.newWebSocketBuilder().buildAsync(api.uri("ws", "/node-data-api"), peer).get(10, TimeUnit.SECONDS);
        peer.socket.request(1);
        String id = subscribe(peer, "{}");
        Random random = new Random(20261123);
        for (int i = 0; i < 300; i++) {
            int which = random.nextInt(15_000);
            if (random.nextInt(10) == 0) {
                api.states.remove("crowd-" + which);
            } else {
                api.states.put(node("crowd-" + which).at("SN_MAIN", random.nextInt(5_000)));
            }
            if (i % 50 == 0) {
                peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"nodeData_specVersion\"}");
            }
            peer.socket.request(1);
            LockSupport.parkNanos(2_000_000);
        }
        peer.socket.request(Long.MAX_VALUE);

        Map<String, JsonNode> shown = new TreeMap<>();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String message = peer.messages.poll(); message != null; message = peer.messages.poll()) {
                JsonNode json = RpcContract.json(message);
                if (json.has("method")) {
                    assertThat(json.at("/params/subscription_id").asText()).isEqualTo(id);
                    show(json.at("/params/result"), shown);
                }
            }
            Map<String, JsonNode> asked = new TreeMap<>();
            api.read("/api/nodes").forEach(item -> put(item, asked));
            assertThat(shown).isEqualTo(asked);
        });
    }

    private static void show(JsonNode event, Map<String, JsonNode> shown) {
        switch (event.get("type").asText()) {
            case "snapshot" -> {
                shown.clear();
                event.get("nodes").forEach(item -> put(item, shown));
            }
            case "node" -> put(event.get("node"), shown);
            case "gone" -> shown.remove(event.get("nodeId").asText());
            default -> throw new AssertionError(event);
        }
    }

    private static void put(JsonNode item, Map<String, JsonNode> to) {
        to.put(item.get("nodeId").asText(), ((ObjectNode) item.deepCopy()).without("lastSeen"));
    }

    @Test
    void aSocketHasSoManyAndTheServerTooAndTheyEndWithIt() throws Exception {
        RpcPeer peer = api.connect();
        for (int i = 0; i < 10; i++) {
            callPassingEvents(peer, "nodeData_subscribeNodes", "{\"q\":\"nobody\"}");
        }
        JsonNode eleventh = callPassingEvents(peer, "nodeData_subscribeNodes", "{}");
        assertThat(eleventh.at("/error/code").asInt()).isEqualTo(1006);
        assertThat(eleventh.at("/error/data/detail").asText()).contains("10 subscriptions");

        RpcPeer other = api.connect();
        for (int i = 0; i < 10; i++) {
            callPassingEvents(other, "nodeData_subscribeNodes", "{\"q\":\"nobody\"}");
        }
        RpcPeer late = api.connect();
        assertThat(call(late, "nodeData_subscribeNodes", "{}").at("/error/data/detail").asText())
                .contains("MAX_SUBSCRIBERS");

        assertThat(subscribers()).isEqualTo(20);
        peer.socket.abort();
        other.socket.sendClose(1000, "");
        Awaitility.await().untilAsserted(() -> assertThat(subscribers()).isZero());
    }

    @Test
    void whatCannotBeFollowedIsRefused() throws Exception {
        RpcPeer peer = api.connect();
        JsonNode refused = call(peer, "nodeData_subscribeNodes", "{\"limit\":1}");
        assertThat(refused.at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(refused.at("/error/data/parameter").asText()).isEqualTo("limit");
        api.states.ready(false);
        assertThat(call(peer, "nodeData_subscribeNodes", "[]").at("/error/code").asInt()).isEqualTo(1003);
        // Who wants no answer would not know what comes.
        api.states.ready(true);
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"nodeData_subscribeNodes\"}");
        call(peer, "nodeData_specVersion", "[]");
        assertThat(subscribers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodeData_subscribeNodes", "nodeData_unsubscribe"})
    void byPostNothingIsSubscribedTo(String method) throws Exception {
        JsonNode error = api.error(method, method.contains("un") ? "[\"1\"]" : "");
        assertThat(error.get("code").asInt()).isEqualTo(1004);
        assertThat(error.at("/data/detail").asText()).contains("WebSocket");
    }

    @Test
    void whoIsThereWhenTheServerStopsIsTold() throws Exception {
        RpcPeer peer = api.connect();
        String id = subscribe(peer, "{}");
        assertThat(event(peer, id).get("type").asText()).isEqualTo("snapshot");

        api.feed.close();
        JsonNode end = event(peer, id);
        assertThat(end.get("type").asText()).isEqualTo("end");
        assertThat(end.get("reason").asText()).isEqualTo("leaving");
        api.server.stop();
        assertThat(peer.closed.get(10, TimeUnit.SECONDS)).startsWith("1001 ");
    }

    private double subscribers() {
        return api.meters.get("starkbeat.query.feed.subscribers").gauge().value();
    }

    private static String subscribe(RpcPeer peer, String params) throws Exception {
        return callPassingEvents(peer, "nodeData_subscribeNodes", params).get("result").asText();
    }

    private static JsonNode call(RpcPeer peer, String method, String params) throws Exception {
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
        JsonNode answer = peer.json();
        assertThat(answer.has("method")).as(answer.toString()).isFalse();
        RpcContract.check(method, answer);
        return answer;
    }

    /// The same where a subscription may tell something meanwhile, which is put back.
    private static JsonNode callPassingEvents(RpcPeer peer, String method, String params) throws Exception {
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
        List<String> events = new ArrayList<>();
        while (true) {
            String message = peer.next();
            if (!message.contains("nodeData_subscriptionNodes")) {
                peer.messages.addAll(events);
                RpcContract.check(method, RpcContract.json(message));
                return RpcContract.json(message);
            }
            events.add(message);
        }
    }

    /// The next message, which is an event of a subscription, and as described.
    private static JsonNode event(RpcPeer peer, String subscription) throws Exception {
        JsonNode message = peer.json();
        assertThat(message.has("id")).as(message.toString()).isFalse();
        assertThat(message.get("method").asText()).isEqualTo("nodeData_subscriptionNodes");
        assertThat(message.at("/params/subscription_id").asText()).isEqualTo(subscription);
        JsonNode event = message.at("/params/result");
        RpcContract.assertValid(RpcContract.DOCUMENT.at("/components/schemas/NODES_EVENT"), event);
        return event;
    }
}
