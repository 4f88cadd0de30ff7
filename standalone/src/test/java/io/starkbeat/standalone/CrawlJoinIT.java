package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.query.QueryDefinition;
import io.starkbeat.query.QueryService;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import io.starkbeat.standalone.demo.Identities;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What nodes report and what a crawler writes come together on a real broker, in one API and in one over the crawl alone.
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrawlJoinIT {
    /// From where the nodes of this test report.
    private static final String HERE = "/ip4/127.0.0.1/tcp/7777";
    private static final String ELSEWHERE = "/ip4/127.0.0.2/tcp/7777";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment;
    private final Pipeline pipeline;
    private final Api api;
    private final AtomicReference<QueryService> crawlers = new AtomicReference<>();
    private final ServiceProcess crawlersProcess;
    private final KafkaProducer<String, byte[]> producer;

    CrawlJoinIT(KafkaCluster kafka, @TempDir Path state) throws Exception {
        environment = Pipeline.environment(kafka, kafka.uniquePrefix(), state);
        pipeline = Pipeline.start(environment);
        api = new Api(pipeline.queryPort());
        Map<String, String> ofCrawl = new HashMap<>(environment);
        ofCrawl.put("CATALOG_SOURCE", "crawler");
        crawlersProcess = ServiceProcess.of(ofCrawl, List.of(new QueryDefinition().passing(service -> {
            crawlers.set((QueryService) service);
            return service;
        })));
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "0"),
                new StringSerializer(), new ByteArraySerializer());
    }

    @BeforeAll
    void isReady() throws Exception {
        pipeline.awaitReady();
        crawlersProcess.start();
    }

    @AfterAll
    void close() {
        producer.close();
        api.close();
        crawlersProcess.close();
        pipeline.close();
        vertx.close().await();
    }

    @Test
    void whoReportsFromWhereItsPeerIdWasProvedIsVerified() {
        String id = Identities.create();
        try (var node = reporting(id, """
                "name": "proved", "client": "Juno", "network": "SN_MAIN", "current_block_number_l2": 812000""")) {
            soon().untilAsserted(() -> assertThat(map(item(api, id))).containsEntry("verified", false)
                    .containsEntry("sources", List.of("telemetry")));

            sight(met(id, Instant.now(), HERE, "0.15.0", 812001L));

            soon().untilAsserted(() -> assertThat(map(item(api, id))).containsEntry("verified", true)
                    .containsEntry("sources", List.of("telemetry", "crawler"))
                    .containsEntry("nodeName", "proved")
                    .containsEntry("nodeClientVersion", "0.15.0")
                    .containsEntry("fromCrawler", List.of("nodeClientVersion"))
                    .containsEntry("blockHeight", 812000)
                    .doesNotContainKey("contradicted"));
            JsonObject detail = json(api, "/api/nodes/" + id);
            assertThat(detail.getJsonObject("sources").getMap()).containsEntry("nodeClientVersion", "crawler")
                    .containsEntry("nodeClientType", "telemetry");
            assertThat(detail.getJsonArray("contradictions")).isEmpty();
            assertThat(detail.getJsonObject("p2p").getString("provenAddress")).isEqualTo(HERE);
            assertThat(ids("/api/nodes?source=both")).contains(id);
            assertThat(node.isClosed()).isFalse();
        }
    }

    @Test
    void whoNamesAPeerIdThatWasProvedElsewhereIsContradictedAndNotVerified() {
        String id = Identities.create();
        sight(met(id, Instant.now().minusSeconds(5), ELSEWHERE, "0.15.0", 812000L));
        try (var _ = reporting(id, """
                "name": "liar", "client": "Juno", "version": "0.9.0", "network": "SN_SEPOLIA",
                "current_block_number_l2": 5""")) {
            soon().untilAsserted(() -> assertThat(map(item(api, id))).containsEntry("verified", false)
                    .containsEntry("nodeIp", "127.0.0.2")
                    .containsEntry("contradicted", List.of("nodeIp", "nodeClientVersion", "network", "blockHeight")));
            JsonObject address = json(api, "/api/nodes/" + id).getJsonArray("contradictions").getJsonObject(0);
            assertThat(address.getString("field")).isEqualTo("nodeIp");
            assertThat(address.getJsonObject("telemetry").getString("value")).isEqualTo("127.0.0.1");
            assertThat(address.getJsonObject("crawler").getString("value")).isEqualTo("127.0.0.2");
        }
    }

    @Test
    void whomOnlyACrawlerMetIsANodeEverywhere() {
        String network = "ONLY_MET";
        String id = Identities.create();
        sight(sighting(id, Instant.now(), true, network, "0.15.0", 655360L, ELSEWHERE));

        soon().untilAsserted(() -> assertThat(map(item(api, id))).containsEntry("status", "online")
                .containsEntry("verified", true)
                .containsEntry("nodeIp", "127.0.0.2")
                .containsEntry("nodeClientType", "Juno")
                .containsEntry("blockHeight", 655360)
                .containsEntry("lag", 0)
                .containsEntry("sources", List.of("crawler")));
        assertThat(ids("/api/nodes?source=crawler&network=only_met&client=juno&status=online")).containsExactly(id);
        assertThat(ids("/api/nodes?source=telemetry")).doesNotContain(id);
        assertThat(api.get("/api/nodes/" + id + "/rejected").body()).isEqualTo("[]");
        assertThat(json(api, "/api/networks/" + network).getMap()).containsEntry("nodes", 1)
                .containsEntry("bestBlock", 655360);
    }

    /// The sightings lie in one partition, so what is behind them has been folded after them.
    @Test
    void whomNobodyMetIsNoNode() {
        String behind = Identities.create();
        String ghost = Stream.generate(Identities::create)
                .filter(id -> KeyPartition.of(id, Pipeline.PARTITIONS) == KeyPartition.of(behind, Pipeline.PARTITIONS))
                .findFirst().orElseThrow();
        sight(sighting(ghost, Instant.now(), false, null, null, null, null));
        sight(met(behind, Instant.now(), ELSEWHERE, "0.15.0", 1L));

        soon().untilAsserted(() -> assertThat(ids("/api/nodes")).contains(behind));
        assertThat(ids("/api/nodes")).doesNotContain(ghost);
        assertThat(api.get("/api/nodes/" + ghost).statusCode()).isEqualTo(404);
    }

    /// Nodes of this test report from one address: one against one, the one that tells of now is believed, and two networks
    /// that were met more than either.
    @Test
    void nobodyAloneMovesTheBestBlock() {
        String network = "MIXED";
        String reporter = Identities.create();
        String boaster = Identities.create();
        try (var _ = reporting(reporter, """
                "name": "honest", "network": "MIXED", "current_block_number_l2": 100""")) {
            sight(sighting(boaster, Instant.now(), true, network, "0.15.0", 1_000_000L, HERE));

            soon().untilAsserted(() -> assertThat(json(api, "/api/networks/" + network).getMap())
                    .containsEntry("nodes", 2)
                    .containsEntry("bestBlock", 100)
                    .containsEntry("medianLag", 0)
                    .containsEntry("shareOnBestBlock", 1.0));
            assertThat(item(api, boaster).containsKey("lag")).isFalse();

            sight(sighting(Identities.create(), Instant.now(), true, network, "0.15.0", 120L,
                    "/ip4/198.51.100.7/tcp/1"));
            sight(sighting(Identities.create(), Instant.now(), true, network, "0.15.0", 110L,
                    "/ip4/203.0.113.9/tcp/1"));

            soon().untilAsserted(() -> assertThat(json(api, "/api/networks/" + network).getMap())
                    .containsEntry("nodes", 4)
                    .containsEntry("bestBlock", 120));
            assertThat(item(api, reporter).getInteger("lag")).isEqualTo(20);
        }
    }

    /// Who came from elsewhere, said something and left is nobody once the node is met again.
    @Test
    void ofAnImpostorWhoHasGoneNothingStays() {
        String id = Identities.create();
        sight(met(id, Instant.now().minusSeconds(5), ELSEWHERE, "0.15.0", 812000L));
        impersonated(id);
        soon().untilAsserted(() -> assertThat(map(item(api, id))).containsEntry("status", "offline")
                .containsEntry("nodeName", "impostor").containsEntry("verified", false));

        sight(met(id, Instant.now().plusSeconds(1), ELSEWHERE, "0.15.0", 812001L));

        soon().untilAsserted(() -> assertThat(map(item(api, id))).containsEntry("status", "online")
                .containsEntry("verified", true)
                .containsEntry("nodeIp", "127.0.0.2")
                .containsEntry("blockHeight", 812001)
                .doesNotContainKeys("nodeName", "cpuUsage", "contradicted"));
    }

    @Test
    void theApiOverTheCrawlTellsNothingOfTelemetry() {
        String both = Identities.create();
        String silent = Identities.create();
        try (Api ofCrawl = new Api(crawlers.get().port());
                var _ = reporting(both, """
                        "name": "secret", "client": "Juno", "current_block_number_l2": 7, "cpu_usage": 50""");
                var _ = reporting(silent, """
                        "name": "silent", "current_block_number_l2": 7""")) {
            sight(met(both, Instant.now(), HERE, "0.15.0", 9L));
            soon().untilAsserted(() -> assertThat(item(api, both).getJsonArray("sources")).hasSize(2));
            soon().untilAsserted(() -> assertThat(ofCrawl.node(both)).isPresent());

            assertThat(map(item(ofCrawl, both))).containsEntry("blockHeight", 9)
                    .containsEntry("sources", List.of("crawler"))
                    .doesNotContainKeys("nodeName", "cpuUsage", "country", "contradicted");
            assertThat(ofCrawl.node(silent)).isEmpty();
            assertThat(ofCrawl.get("/api/nodes/" + both).body()).doesNotContain("secret", "gateway", "telemetry");
            assertThat(ofCrawl.get("/api/nodes/" + both + "/rejected").body()).isEqualTo("[]");
            assertThat(ofCrawl.get("/api/nodes?source=telemetry").body()).isEqualTo("[]");
        }
    }

    @Test
    void theOracleAgrees() {
        String both = Identities.create();
        try (var _ = reporting(both, """
                "name": "both", "client": "Juno", "version": "0.14.0", "current_block_number_l2": 7""")) {
            sight(met(both, Instant.now(), ELSEWHERE, "0.15.0", 9L));
            String left = Identities.create();
            impersonated(left);
            soon().untilAsserted(() -> assertThat(item(api, left).getString("status")).isEqualTo("offline"));
            sight(met(left, Instant.now().plusSeconds(1), ELSEWHERE, "0.15.0", 9L));
            soon().untilAsserted(() -> assertThat(item(api, left).getString("status")).isEqualTo("online"));
            sight(met(Identities.create(), Instant.now(), HERE, "0.15.0", 9L));
            sight(sighting(Identities.create(), Instant.now(), false, null, null, null, null));
            soon().untilAsserted(() -> assertThat(map(item(api, both))).containsKey("contradicted"));

            var out = new StringWriter();
            int exit = Starkbeat.commandLine(environment)
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(out))
                    .execute("verify-state", "--api=http://127.0.0.1:" + pipeline.queryPort());
            assertThat(out.toString()).contains("0 different", "0 wrong in the API").endsWith("All agree.\n");
            assertThat(exit).isZero();
        }
    }

    /// Somebody reports under a peer id from where these tests do, and leaves.
    private void impersonated(String peerId) {
        try (var _ = reporting(peerId, """
                "name": "impostor", "current_block_number_l2": 18446744073709551615, "cpu_usage": 50""")) {
            soon().untilAsserted(() -> assertThat(item(api, peerId).getString("nodeName")).isEqualTo("impostor"));
        }
    }

    private Node reporting(String peerId, String fields) {
        return Node.connect(vertx, pipeline.gatewayPort())
                .say("{\"payload\": {\"peer_id\": \"%s\", %s}}".formatted(peerId, fields));
    }

    private static PeerSighting met(String peerId, Instant at, String address, String version, Long height) {
        return sighting(peerId, at, true, "SN_MAIN", version, height, address);
    }

    private static PeerSighting sighting(String peerId, Instant at, boolean reachable, @Nullable String network,
            @Nullable String version, @Nullable Long height, @Nullable String address) {
        return new PeerSighting(peerId, at, reachable, List.of(ELSEWHERE), network,
                version == null ? null : "juno/" + version, null, List.of(), version == null ? null : "Juno", version,
                height, null, address, at, reachable ? at : null, null, null, null);
    }

    private void sight(PeerSighting sighting) {
        producer.send(new ProducerRecord<>(Topic.NODE_SIGHTINGS.in(KafkaSettings.read(environment).topicPrefix()),
                sighting.peerId(), RecordCodec.PEER_SIGHTING.encode(sighting)));
        producer.flush();
    }

    private static JsonObject item(Api api, String id) {
        return api.node(id).orElseThrow(() -> new AssertionError("no node " + id + " in " + api.body()));
    }

    /// With lists as lists.
    private static Map<String, Object> map(JsonObject object) {
        Map<String, Object> map = new HashMap<>(object.getMap());
        map.replaceAll((_, value) -> value instanceof JsonArray array ? array.getList() : value);
        return map;
    }

    private static JsonObject json(Api api, String path) {
        return new JsonObject(api.get(path).body());
    }

    private List<String> ids(String path) {
        return new JsonArray(api.get(path).body()).stream().map(each -> ((JsonObject) each).getString("nodeId"))
                .toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
