package io.starkbeat.query;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.kit.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What readers see while Kafka is away: at the start, and later.
class BrokerOutageIT {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private static final String PREFIX = "outage.";

    @Test
    void theServiceListensBeforeKafkaIsThereAndAnswersAfterItIsGone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral());
                RunningQuery query = RunningQuery.of(kafka.bootstrapServers(), PREFIX, Map.of())) {
            kafka.stopNode(1);
            CompletableFuture<Void> started = CompletableFuture.runAsync(() -> start(query));
            await().until(query::listens);

            notReady(query.get("/api/nodes"));
            notReady(query.get("/api/nodes/a"));
            notReady(query.ask("HEAD", "/api/nodes"));
            assertThat(query.get("/").statusCode()).isEqualTo(200);
            assertThat(query.manage("/health/live").statusCode()).isEqualTo(200);
            assertThat(query.manage("/health/ready").statusCode()).isEqualTo(503);

            kafka.startNode(1);
            await().atMost(Duration.ofSeconds(30)).until(started::isDone);
            started.join();
            assertThat(query.json("/api/nodes")).isEmpty();

            try (Records records = new Records(kafka.bootstrapServers(), PREFIX)) {
                records.state(node("a").state());
                records.progress(NOON.plusSeconds(5));
            }
            await().until(() -> query.json("/api/nodes").size() == 1);
            await().untilAsserted(() -> assertThat(query.get("/api/nodes").headers().firstValue("starkbeat-as-of"))
                    .hasValue("2026-11-01T12:00:05.000Z"));
            await().untilAsserted(() -> assertThat(query.manage("/health/ready").statusCode()).isEqualTo(200));

            kafka.stopNode(1);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(query.manage("/health/ready").statusCode()).isEqualTo(503));
            HttpResponse<String> stillThere = query.get("/api/nodes");
            assertThat(stillThere.statusCode()).isEqualTo(200);
            assertThat(stillThere.body()).contains("\"nodeId\":\"a\"", "\"status\":\"online\"");
            assertThat(stillThere.headers().firstValue("starkbeat-as-of")).hasValue("2026-11-01T12:00:05.000Z");
            assertThat(query.json("/api/nodes/a").get("status").asText()).isEqualTo("online");
            assertThat(query.manage("/health/live").statusCode()).isEqualTo(200);

            kafka.startNode(1);
            try (Records records = new Records(kafka.bootstrapServers(), PREFIX)) {
                records.state(node("b").state());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> query.json("/api/nodes").size() == 2);
        }
    }

    @Test
    void aTakenPortIsOneLineForAPerson() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1,
                InetAddress.getByName("127.0.0.1"))) {
            RunningQuery query = RunningQuery.of("127.0.0.1:9", PREFIX,
                    Map.of("QUERY_PORT", "" + taken.getLocalPort()));

            assertThatThrownBy(query::start).isInstanceOf(StartException.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " (QUERY_PORT) is taken");
        }
    }

    private static void start(RunningQuery query) {
        try {
            query.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void notReady(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }
}
