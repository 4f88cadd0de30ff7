package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What of nodes' addresses leaves a gateway by any way at all.
@WithKafka
@Isolated("all that is logged meanwhile is looked at")
class NodeIpIT {
    private static final String DIRECT = "127.0.7.77";
    private static final String PROXY = "127.0.0.9";
    private static final String BEHIND_PROXY = "203.0.113.77";
    private static final String BEHIND_PROXY_V6 = "2001:db8:a:b:c:d:e:77";
    private static final String UNDECLARED = "127.0.8.78";
    private static final List<String> ADDRESSES = List.of(DIRECT, BEHIND_PROXY, BEHIND_PROXY_V6, UNDECLARED);

    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final KafkaCluster kafka;

    NodeIpIT(KafkaCluster kafka) {
        this.kafka = kafka;
    }

    /// All that a gateway with this setting let out while nodes did everything that they can, and the key that each of
    /// them was given.
    private record Leaving(String everything, Map<String, String> keys, List<String> shown) {}

    private Leaving everythingOf(String nodeIp) throws Exception {
        String prefix = kafka.uniquePrefix() + nodeIp + ".";
        StringBuilder everything = new StringBuilder();
        Map<String, String> keys = new HashMap<>();
        List<String> shown = new ArrayList<>();
        try (LogLines log = new LogLines();
                GatewayUnderTest gateway = GatewayUnderTest.start(kafka.bootstrapServers(), prefix,
                        Map.of("NODE_IP", nodeIp, "TRUSTED_PROXIES", PROXY, "MAX_SESSIONS_PER_ADDRESS", "1",
                                "MAX_PEER_IDS_PER_ADDRESS", "1"));
                TopicReader topics = new TopicReader(kafka.bootstrapServers(), prefix)) {
            everything.append(act(gateway, "direct", DIRECT, DIRECT));
            everything.append(act(gateway, "v4", PROXY, BEHIND_PROXY, "X-Forwarded-For: " + BEHIND_PROXY));
            everything.append(act(gateway, "v6", PROXY, BEHIND_PROXY_V6,
                    "Forwarded: for=\"[" + BEHIND_PROXY_V6 + "]:1\""));
            everything.append(act(gateway, "undeclared", UNDECLARED, UNDECLARED,
                    "X-Forwarded-For: " + BEHIND_PROXY));
            // Of each node two sessions, opened and closed, a report in each, and three messages that were not taken.
            await().atMost(WITHIN).untilAsserted(
                    () -> assertThat(topics.telemetry().size() + topics.rejected().size()).isEqualTo(4 * (6 + 3)));
            everything.append(gateway.page("/metrics")).append(gateway.page("/status"))
                    .append(gateway.page("/health/ready"));
            gateway.stop();
            assertThat(log.withText("TRUSTED_PROXIES")).hasSize(1);
            log.withText("").forEach(everything::append);
            for (ConsumerRecord<String, byte[]> record : Stream.concat(topics.telemetry().stream(),
                    topics.rejected().stream()).toList()) {
                everything.append(record.key()).append(new String(record.value(), UTF_8));
                record.headers().forEach(header -> everything.append(new String(header.value(), UTF_8)));
            }
            for (String name : List.of("direct", "v4", "v6", "undeclared")) {
                List<SessionEvent> events = topics.ofSocketThatSaid(name + "!").stream().map(TopicReader::event)
                        .toList();
                SessionOpened opened = (SessionOpened) events.getFirst();
                keys.put(name, opened.addressKey());
                shown.add(name + " " + opened.address() + " " + opened.userAgent());
            }
        }
        return new Leaving(everything.toString(), keys, shown);
    }

    /// A node that does all that leaves a trace.
    ///
    /// @return what it was told, and what one more of its address was
    private static String act(GatewayUnderTest gateway, String name, String from, String address,
            String... headers) throws IOException {
        String[] all = Stream.concat(Stream.of(headers), Stream.of("X-Real-IP: " + address, "Via: 1.1 " + address,
                "User-Agent: juno (" + address + ")")).toArray(String[]::new);
        try (RawNode node = new RawNode(gateway.port(), "/submit?from=" + address, from, all)) {
            StringBuilder told = new StringBuilder(node.handshake());
            node.send("garbage").send("{\"name\":\"" + name + "!\",\"peer_id\":\"none\"}")
                    .send("{\"peer_id\":\"" + GatewayTestbed.newPeerId() + "\"}")
                    .send("{\"peer_id\":\"" + GatewayTestbed.newPeerId() + "\"}")
                    .flush();
            for (int i = 0; i < 3; i++) {
                told.append(new String(node.read().payload(), UTF_8));
            }
            try (RawNode oneMore = new RawNode(gateway.port(), "/submit", from, all)) {
                assertThat(oneMore.handshake()).startsWith("HTTP/1.1 429");
                told.append(oneMore.rest());
            }
            return told.toString();
        }
    }

    @Test
    void noWayOutTellsMoreOfAnAddressThanIsAllowedAndTheKeyIsAlwaysThere() throws Exception {
        Leaving full = everythingOf("full");
        Leaving prefix = everythingOf("prefix");
        Leaving none = everythingOf("none");

        // The search finds what there is to find.
        assertThat(full.everything()).contains(ADDRESSES);
        assertThat(prefix.everything()).doesNotContain(ADDRESSES);
        assertThat(none.everything()).doesNotContain(ADDRESSES).doesNotContain("203.0.113", "2001:db8");

        assertThat(full.shown()).contains("direct 127.0.7.77 juno (127.0.7.77)");
        assertThat(prefix.shown()).containsExactly("direct 127.0.7.0 juno (127.0.7.0)",
                "v4 203.0.113.0 juno (203.0.113.0)", "v6 2001:db8:a:: juno (2001:db8:a::)",
                "undeclared 127.0.8.0 juno (127.0.8.0)");
        assertThat(none.shown()).containsExactly("direct null juno (…)", "v4 null juno (…)", "v6 null juno (…)",
                "undeclared null juno (…)");
        for (String name : List.of("direct", "v4", "v6")) {
            assertThat(full.keys().get(name)).hasSize(32)
                    .isEqualTo(prefix.keys().get(name))
                    .isEqualTo(none.keys().get(name));
        }
        assertThat(List.of(full, prefix, none)).extracting(leaving -> leaving.keys().get("undeclared"))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.length() == 32);
    }
}
