package io.starkbeat.standalone.verify;

import static io.starkbeat.standalone.verify.Telling.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.node.NodeState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The item that the contract asks for, written down once more, and every way in which the API may say something else.
class ApiItemTest {
    private static final NodeState STATE = RecordCodec.NODE_STATE.decode(
            bytes("""
                    {"node_id": "%s", "revision": 3, "first_seen": "2026-01-01T00:00:00.000Z", "contested": false,
                     "verified": true, "address": "192.0.2.1", "country": "NO", "sources": ["telemetry"],
                     "last_report": "2026-01-01T00:00:05.000Z",
                     "fields": {"name": "n", "peer_id": "%s", "client": "Juno", "version": "1", "capability": "FullNode",
                                "network": "SN_MAIN", "current_block_hash_l2": "0x1", "current_block_number_l2": 18446744073709551615,
                                "peer_count": 4, "memory_usage": 245, "cpu_usage": 3.0, "network_traffic": 12.5},
                     "session": {"id": "s", "gateway": "g", "connected_at": "2026-01-01T00:00:00.000Z",
                                 "vouched_at": "2026-01-01T00:00:05.000Z", "ended": false},
                     "claims": [{"session": "s", "connected_at": "2026-01-01T00:00:00.000Z",
                                 "vouched_at": "2026-01-01T00:00:05.000Z", "ended": false},
                                {"session": "t", "connected_at": "2026-01-01T00:00:00.000Z",
                                 "vouched_at": "2026-01-01T00:00:07.120Z", "ended": true}]}"""
                    .formatted(PEER, PEER)));

    private static final String ITEM = """
            {"nodeId": "%s", "nodeIp": "192.0.2.1", "nodeName": "n", "nodeClientVersion": "1", "nodeClientType": "Juno",
             "cpuUsage": 3, "networkTraffic": 12.5, "blockHeight": 18446744073709551615,
             "lastSeen": "2026-01-01T00:00:07.120Z", "network": "SN_MAIN", "capability": "FullNode", "blockHash": "0x1",
             "peerCount": 4, "country": "NO", "verified": true, "contested": false, "sources": ["telemetry"],
             "status": "online", "lag": 0}""".formatted(PEER);

    @Test
    void theItemOfTheContractHasNoFault() {
        assertThat(faults(STATE, item())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"nodeName|\"other\"", "nodeIp|\"192.0.2.2\"",
            "nodeIpv6|\"::1\"",
            "cpuUsage|3.5", "blockHeight|1", "lastSeen|\"2026-01-01T00:00:05.000Z\"", "memoryUsage|245",
            "verified|false", "contested|true", "sources|[\"crawler\",\"telemetry\"]", "status|\"gone\"", "lag|-1",
            "country|null", "peerCount|\"four\""})
    void whatTheStateDoesNotSayIsAFault(String property, String value) throws Exception {
        ObjectNode item = item();
        item.set(property, RecordMapper.mapper().readTree(value));
        assertThat(faults(STATE, item)).containsOnlyKeys(property);
    }

    @ParameterizedTest
    @CsvSource({"nodeId", "nodeIp", "nodeName", "blockHeight", "lastSeen", "network", "verified", "sources", "status"})
    void aPropertyThatLacksIsAFault(String property) {
        ObjectNode item = item();
        item.remove(property);
        assertThat(faults(STATE, item)).containsOnlyKeys(property);
    }

    @Test
    void anEndedSessionIsOffline() {
        String record = new String(RecordCodec.NODE_STATE.encode(STATE), StandardCharsets.UTF_8);
        NodeState state = RecordCodec.NODE_STATE
                .decode(bytes(record.replaceFirst("\"ended\":false", "\"ended\":true")));
        assertThat(state.session().ended()).isTrue();
        assertThat(faults(state, item())).containsOnlyKeys("status");
        assertThat(faults(state, item().put("status", "offline"))).isEmpty();
        assertThat(faults(STATE, item().put("status", "offline"))).as("time decides").isEmpty();
    }

    @Test
    void whatACrawlerToldFillsIn() {
        NodeState met = met("", "2026-01-01T00:00:09.000Z", state -> state.replace("\"version\":\"1\",", ""));
        ObjectNode item = item().put("lastSeen", "2026-01-01T00:00:09.000Z").put("nodeClientVersion", "2");
        item.putArray("fromCrawler").add("nodeClientVersion");

        assertThat(faults(met, item)).isEmpty();
        assertThat(faults(met, item().put("lastSeen", "2026-01-01T00:00:09.000Z")))
                .containsOnlyKeys("nodeClientVersion", "fromCrawler");
    }

    /// Who the node is stays, what it measured does not; and nothing of who was elsewhere.
    @ParameterizedTest
    @CsvSource({"'', false", "192.0.2.1, false", "198.51.100.7, true"})
    void onceTheSessionIsOverTheCrawlComesFirst(String proven, boolean elsewhere) {
        NodeState met = met(proven, "2026-01-01T00:00:09.000Z", state -> state.replace("\"verified\":true",
                "\"verified\":" + !elsewhere).replaceFirst("\"ended\":false", "\"ended\":true"));
        ObjectNode item = item().put("lastSeen", "2026-01-01T00:00:09.000Z").put("nodeClientVersion", "2")
                .put("blockHeight", 7);
        item.remove(List.of("cpuUsage", "networkTraffic", "blockHash", "peerCount"));
        var crawled = item.putArray("fromCrawler");
        if (!proven.equals("192.0.2.1")) {
            item.remove(List.of("nodeIp", "country"));
        }
        if (elsewhere) {
            item.remove(List.of("nodeName", "capability"));
            item.put("nodeIp", proven);
            crawled.add("nodeIp");
        }
        crawled.add("nodeClientVersion").add("nodeClientType").add("blockHeight").add("network").add("status");

        assertThat(faults(met, item)).as("nor is it offline").isEmpty();
        assertThat(faults(met, item.put("cpuUsage", 3).put("verified", false))).containsOnlyKeys("cpuUsage",
                "verified");
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.7, 192.0.2.1, 0, 198.51.100.7, false", "198.51.100.7, 192.0.2.1, -91, 192.0.2.1, true",
            "198.51.100.7, 2001:db8::1, -91, 2001:db8::1, true", "198.51.100.7, 2001:db8::1, 0, 198.51.100.7, false",
            "192.0.2.1, 192.0.2.0, 0, 192.0.2.0, true", "198.51.100.7, , -91, 198.51.100.7, true"})
    void aProvenAddressOutranksAnotherUnlessItIsOlder(String proven, @Nullable String observed, int seconds,
            String shown,
            boolean withCountry) {
        NodeState met = met(proven, Telling.START.plusSeconds(seconds).toString(),
                state -> state.replace("\"address\":\"192.0.2.1\",",
                        observed == null ? "" : "\"address\":\"%s\",".formatted(observed)));
        ObjectNode item = item();
        item.remove(List.of("nodeIp", "country"));
        String name = shown.contains(":") ? "nodeIpv6" : "nodeIp";
        item.put(name, shown);
        if (withCountry) {
            item.put("country", "NO");
        }
        if (shown.equals(proven)) {
            item.putArray("fromCrawler").add(name);
        }

        assertThat(faults(met, item)).isEmpty();
        assertThat(faults(met, item.put(name, "203.0.113.5"))).containsOnlyKeys(name);
    }

    /// @param proven empty for none
    private static NodeState met(String proven, String at, UnaryOperator<String> change) {
        String p2p = """
                ,"p2p": {"peer_id": "%s", "seen_at": "%s", "reachable": true, "last_reached": "%s", "client_type": "Juno",
                         "client_version": "2", "network": "SN_MAIN", "block_height": 7%s}}"""
                .formatted(PEER, at, at, proven.isEmpty() ? "" : ", \"proven_address\": \"/ip4/" + proven + "/tcp/1\"");
        String record = new String(RecordCodec.NODE_STATE.encode(STATE), StandardCharsets.UTF_8);
        return RecordCodec.NODE_STATE.decode(bytes(change.apply(record.substring(0, record.length() - 1)) + p2p));
    }

    private static Map<String, ApiItem.Fault> faults(NodeState state, ObjectNode item) {
        return ApiItem.faults(state, Duration.ofSeconds(90), item);
    }

    private static ObjectNode item() {
        try {
            return (ObjectNode) RecordMapper.mapper().readTree(ITEM);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
