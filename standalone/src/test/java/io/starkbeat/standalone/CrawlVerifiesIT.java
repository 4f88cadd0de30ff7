package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.crawler.CrawlerDefinition;
import io.starkbeat.crawler.crawl.TestNetwork;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.service.ServiceProcess;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A crawler, a gateway and all that lies between them and the API: peers that are met over real sockets, some of which report
/// as well, from where they are met.
@WithKafka
class CrawlVerifiesIT {
    private static final int PEERS = 20;
    private static final int REPORT = 10;

    private final Vertx vertx = Vertx.vertx();
    private final List<WebSocketClient> sockets = new ArrayList<>();

    @Test
    void whoReportsAndIsMetAtTheSamePlaceIsVerified(KafkaCluster kafka, @TempDir Path state) throws Exception {
        Map<String, String> environment = Pipeline.environment(kafka, kafka.uniquePrefix(), state);
        try (TestNetwork network = new TestNetwork(PEERS, 0, 3); Pipeline pipeline = Pipeline.start(environment)) {
            pipeline.awaitReady();
            for (int i = 0; i < REPORT; i++) {
                report(network.get(i), pipeline.gatewayPort());
            }
            // One more names a peer that is elsewhere.
            String impersonated = network.get(REPORT).id().toString();
            report(impersonated, ipOf(network.get(0)), pipeline.gatewayPort());

            Map<String, String> ofCrawler = new HashMap<>(environment);
            ofCrawler.putAll(Map.of("CRAWL_BOOTSTRAP", "SN_MAIN=" + network.get(PEERS - 1).address(),
                    "CRAWL_ALLOW_PRIVATE", "yes"));
            ServiceProcess crawler = ServiceProcess.of(ofCrawler, List.of(new CrawlerDefinition()));
            try (Api api = new Api(pipeline.queryPort())) {
                crawler.start();
                await().atMost(Duration.ofSeconds(90)).untilAsserted(
                        () -> assertThat(api.nodes().filter(CrawlVerifiesIT::isMet)).hasSize(PEERS));

                List<String> reporting = api.nodes()
                        .filter(node -> node.getBoolean("verified") && node.getJsonArray("sources").size() == 2)
                        .map(node -> node.getString("nodeId"))
                        .toList();
                assertThat(reporting).hasSize(REPORT);
                for (int i = 0; i < REPORT; i++) {
                    assertThat(reporting).contains(network.get(i).id().toString());
                    assertThat(item(api, network.get(i).id().toString()).getString("nodeName")).isEqualTo("reports");
                }
                assertThat(item(api, impersonated).getBoolean("verified")).isFalse();
                assertThat(item(api, impersonated).getJsonArray("contradicted")).contains("nodeIp");
                assertThat(item(api, impersonated).getString("nodeIp")).isEqualTo(ipOf(network.get(REPORT)));
                JsonObject onlyMet = item(api, network.get(REPORT + 1).id().toString());
                assertThat(onlyMet.getString("status")).isEqualTo("online");
                assertThat(onlyMet.getString("nodeClientType")).isNotBlank();
            } finally {
                crawler.close();
            }
        } finally {
            sockets.forEach(socket -> socket.close().await());
            vertx.close().await();
        }
    }

    private static boolean isMet(JsonObject node) {
        return node.getJsonArray("sources").contains("crawler");
    }

    private static JsonObject item(Api api, String id) {
        return api.node(id).orElseThrow(() -> new AssertionError("no node " + id));
    }

    private static String ipOf(TestNetwork.Member member) {
        return member.address().toString().split("/")[2];
    }

    private void report(TestNetwork.Member member, int gatewayPort) {
        report(member.id().toString(), ipOf(member), gatewayPort);
    }

    /// From an address of this machine.
    private void report(String peerId, String from, int gatewayPort) {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setLocalAddress(from));
        sockets.add(client);
        client.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(gatewayPort).setURI("/submit"))
                .await()
                .writeTextMessage("{\"payload\": {\"peer_id\": \"%s\", \"name\": \"reports\"}}".formatted(peerId))
                .await();
    }
}
