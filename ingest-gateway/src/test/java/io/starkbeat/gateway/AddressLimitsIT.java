package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.topic.KeyPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How many sockets one address may open and how many peer ids it may claim. Each test has addresses of its own.
class AddressLimitsIT extends GatewayTestbed {
    private static final int SESSIONS = 5;
    private static final int PEER_IDS = 3;
    private static final String PROXY = "127.0.0.9";

    private final List<RawNode> nodes = new ArrayList<>();

    @Override
    Map<String, String> settings() {
        return Map.of("MAX_SESSIONS_PER_ADDRESS", String.valueOf(SESSIONS), "MAX_PEER_IDS_PER_ADDRESS",
                String.valueOf(PEER_IDS), "TRUSTED_PROXIES", PROXY);
    }

    @AfterEach
    void everySlotIsGivenBack() throws IOException {
        for (RawNode node : nodes) {
            node.close();
        }
        nodes.clear();
        await().untilAsserted(() -> assertThat(gateway.metric("socket_slots_taken")).isZero());
        await().untilAsserted(() -> assertThat(gateway.metric("sockets_open")).isZero());
    }

    private RawNode node(String from, String... headers) throws IOException {
        RawNode node = new RawNode(gateway.port(), "/submit", from, headers);
        nodes.add(node);
        return node;
    }

    private void expectFull(RawNode refused, String... words) throws IOException {
        assertThat(refused.handshake()).startsWith("HTTP/1.1 429 Too Many Requests")
                .containsIgnoringCase("retry-after: 60");
        assertThat(refused.rest()).contains("5 sessions", "MAX_SESSIONS_PER_ADDRESS").hasLineCount(1)
                .satisfies(text -> assertThat(List.of(words)).allMatch(text::contains));
    }

    @Test
    void socketsBeyondTheLimitAreRefusedUntilOneHasEnded() throws Exception {
        double refused = gateway.metric("sockets_refused_total");
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(node("127.0.2.1").handshake()).startsWith("HTTP/1.1 101");
        }
        expectFull(node("127.0.2.1"));
        expectFull(node("127.0.2.1"));
        assertThat(gateway.metric("sockets_refused_total")).isEqualTo(refused + 2);
        assertThat(node("127.0.2.2").handshake()).startsWith("HTTP/1.1 101");
        assertThat(gateway.metric("socket_slots_taken")).isEqualTo(SESSIONS + 1);

        nodes.getFirst().close();
        await().untilAsserted(() -> assertThat(gateway.metric("socket_slots_taken")).isEqualTo(SESSIONS));
        assertThat(node("127.0.2.1").handshake()).startsWith("HTTP/1.1 101");
    }

    @Test
    void behindATrustedProxyEachAddressHasItsOwnLimitAndAnIpv6HostIsA64() throws Exception {
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(node(PROXY, "X-Forwarded-For: 192.0.2.1").handshake()).startsWith("HTTP/1.1 101");
            assertThat(node(PROXY, "Forwarded: for=\"[2001:db8:0:1::" + i + "]:99\"").handshake())
                    .startsWith("HTTP/1.1 101");
        }
        expectFull(node(PROXY, "X-Forwarded-For: 203.0.113.7, 192.0.2.1"));
        expectFull(node(PROXY, "Forwarded: for=\"[2001:db8:0:1:ffff::]\""));
        assertThat(node(PROXY, "X-Forwarded-For: 192.0.2.2").handshake()).startsWith("HTTP/1.1 101");
        assertThat(node(PROXY, "Forwarded: for=\"[2001:db8:0:2::1]\"").handshake()).startsWith("HTTP/1.1 101");
    }

    @Test
    void undeclaredProxyIsOneAddressAndItsNodesAreToldWhy() throws Exception {
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(node("127.0.3.1", "X-Forwarded-For: 192.0.2." + i).handshake()).startsWith("HTTP/1.1 101");
        }
        expectFull(node("127.0.3.1", "X-Forwarded-For: 192.0.2.99"), "proxy", "TRUSTED_PROXIES");
    }

    @Test
    void headerOfSixtyFourKilobytesIsRefused() throws Exception {
        RawNode node = node(PROXY, "X-Forwarded-For: " + "192.0.2.1,".repeat(6554));
        try {
            assertThat(node.handshake()).startsWith("HTTP/1.1 431");
        } catch (IOException cut) {
            // The connection is ended in the midst of the header, which may take the answer with it.
            assertThat(cut).hasMessageNotContaining("timed out");
        }
        assertThat(gateway.metric("socket_slots_taken")).isZero();
    }

    /// Two thousand connections that end in all the ways that there are, over several loops at once.
    @Test
    void slotsAreGivenBackHoweverASocketEnds() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> opened = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String from = "127.0.4." + (thread / 2 + 1);
                opened.add(threads.submit(() -> openAndEnd(from)));
            }
            for (Future<Integer> count : opened) {
                assertThat(count.get()).isGreaterThan(20);
            }
        }
        await().untilAsserted(() -> assertThat(gateway.metric("socket_slots_taken")).isZero());
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(node("127.0.4.1").handshake()).startsWith("HTTP/1.1 101");
        }
        expectFull(node("127.0.4.1"));
    }

    private int openAndEnd(String from) throws IOException {
        int opened = 0;
        for (int i = 0; i < 500; i++) {
            switch (i % 10) {
                case 0, 1, 2 -> {
                    try (RawNode node = new RawNode(gateway.port(), "/submit", from)) {
                        if (node.handshake().startsWith("HTTP/1.1 101")) {
                            opened++;
                            node.send("{\"name\":\"n\"}").frame(0x8, new byte[]{0x3, (byte) 0xE8}).flush();
                            node.rest();
                        }
                    }
                }
                case 3 -> {
                    // A frame that is too long, and gone before the farewell.
                    try (RawNode node = new RawNode(gateway.port(), "/submit", from)) {
                        node.handshake();
                        node.header(RawNode.TEXT, 1 << 20).flush();
                    } catch (IOException refused) {
                        assertThat(refused).hasMessageNotContaining("timed out");
                    }
                }
                case 4 -> new RawNode(gateway.port(), "/submit", from).reset();
                case 5 -> new RawNode(gateway.port(), "/submit", from).close();
                // No handshake: the wrong version, no key, another method.
                case 6 -> say(from, "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: BAEH5i294qAwsXDO2ZirPw==\r\n\r\n");
                case 7 -> say(from, "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n");
                case 8 -> say(from, "POST / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n");
                // A body that never comes, and one that is too long.
                default -> {
                    try (RawNode node = RawNode.silent(gateway.port(), from)) {
                        node.write(("GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Content-Length: " + (i % 20 == 9 ? 9 : 90_000) + "\r\n\r\n").getBytes(US_ASCII))
                                .write(new byte[i % 20 == 9 ? 0 : 10_000])
                                .flush();
                    }
                }
            }
        }
        return opened;
    }

    private void say(String from, String request) throws IOException {
        try (RawNode node = RawNode.silent(gateway.port(), from)) {
            node.write(request.getBytes(US_ASCII)).flush();
            assertThat(node.handshake()).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void peerIdsBeyondTheLimitNameNoNodeAndTheRestCounts() throws Exception {
        List<PeerId> claimed = new ArrayList<>();
        for (int i = 0; i < PEER_IDS; i++) {
            claimed.add(newPeerId());
            claimAs("127.0.5.1", claimed.get(i), true);
        }
        double fields = gateway.metric("fields_rejected_total");
        PeerId oneMore = newPeerId();
        claimAs("127.0.5.1", oneMore, false);
        assertThat(gateway.metric("fields_rejected_total")).isEqualTo(fields + 1);
        // Another address is not concerned.
        claimAs("127.0.5.2", oneMore, true);

        for (RawNode node : nodes) {
            node.close();
        }
        await().untilAsserted(() -> assertThat(gateway.metric("sockets_open")).isZero());
        // Whoever comes back is who he was, and going away makes no room for another.
        claimAs("127.0.5.1", claimed.getFirst(), true);
        claimAs("127.0.5.1", newPeerId(), false);
        claimAs("127.0.5.1", claimed.getLast(), true);
    }

    private void claimAs(String from, PeerId id, boolean named) throws IOException {
        String name = uniqueName();
        RawNode node = node(from);
        node.handshake();
        node.send("{\"name\":\"" + name + "\",\"peer_id\":\"" + id + "\"}");
        node.send("{\"cpu\":4,\"peer_id\":\"" + id + "\"}").flush();
        List<ConsumerRecord<String, byte[]>> records = awaitRecords(name, 3);
        String session = records.getFirst().key();
        assertThat(records).extracting(ConsumerRecord::key).containsOnly(session);
        assertThat(records).extracting(ConsumerRecord::partition)
                .containsOnly(KeyPartition.of(named ? id.toString() : session, PARTITIONS));
        assertThat(((NodeReport) TopicReader.event(records.get(1))).fields().text(Field.PEER_ID))
                .isEqualTo(named ? id.toString() : null);
        assertThat(((NodeReport) TopicReader.event(records.get(2))).fields().whole(Field.CPU)).hasValue(4);
        if (named) {
            assertThat(topics.rejectedOf(session)).isEmpty();
        } else {
            assertThat(new String(node.read().payload(), UTF_8)).contains("too_many_peer_ids", "peer_id", "3 peer ids");
            await().untilAsserted(() -> assertThat(topics.rejectedOf(session)).singleElement()
                    .returns(RejectionReason.TOO_MANY_PEER_IDS, RejectedMessage::reason)
                    .returns("peer_id", RejectedMessage::field));
        }
    }
}
