package io.starkbeat.kit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.starkbeat.kit.health.Health;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the management server tells of a process, over HTTP.
@Timeout(30)
class ManagementTest {
    private static final class ClosingMetrics implements MeterBinder, AutoCloseable {
        final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public void bindTo(MeterRegistry registry) {
            registry.counter("starkbeat.stub.received").increment(3);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private final AtomicReference<Health> health = new AtomicReference<>(
            Health.of(Health.ready("broker", true, "answers")));
    private final ClosingMetrics metrics = new ClosingMetrics();
    private final ServiceProcess process = ServiceProcess.of(
            Map.of("LISTEN_HOST", "127.0.0.1", "MANAGEMENT_PORT", "0", "STUB_SECRET", "hunter2"),
            List.of(new StubService("gateway", new CopyOnWriteArrayList<>()).health(health::get).metrics(metrics),
                    new StubService("query", new CopyOnWriteArrayList<>())));
    private final Asker asker = new Asker(process);

    @BeforeEach
    void start() throws Exception {
        process.start();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void aServiceThatWaitsForItsBrokerIsLiveAndNotReady() throws Exception {
        health.set(Health.of(Health.ready("broker", false, "silent since 12:00")));

        assertThat(asker.status("/health/live")).isEqualTo(200);
        HttpResponse<String> ready = asker.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.headers().firstValue("Content-Type")).contains("application/json");
        JsonObject body = new JsonObject(ready.body());
        assertThat(body.getBoolean("ok")).isFalse();
        assertThat(body.getJsonArray("checks")).contains(new JsonObject().put("service", "gateway")
                .put("name", "broker")
                .put("ok", false)
                .put("live", true)
                .put("detail", "silent since 12:00"));

        health.set(Health.of(Health.ready("broker", true, "answers")));
        assertThat(asker.status("/health/ready")).isEqualTo(200);
    }

    @Test
    void aServiceThatIsBrokenForGoodIsNeither() throws Exception {
        health.set(Health.of(Health.live("streams", false, "in state ERROR")));

        assertThat(asker.status("/health/live")).isEqualTo(503);
        assertThat(asker.status("/health/ready")).isEqualTo(503);
        assertThat(asker.get("/health/live").body()).contains("in state ERROR").contains("\"live\":false");
    }

    @Test
    void healthThatCannotBeReadIsNotReady() throws Exception {
        health.set(null);

        assertThat(asker.status("/health/live")).isEqualTo(200);
        HttpResponse<String> ready = asker.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("could not be read: java.lang.NullPointerException");
    }

    @Test
    void statusTellsSettingsAndHidesSecrets() throws Exception {
        HttpResponse<String> answer = asker.get("/status");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("hunter2");
        JsonObject status = new JsonObject(answer.body());
        assertThat(status.getString("version")).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(status.getInstant("started_at")).isNotNull();
        assertThat(status.getJsonObject("settings").getString("LISTEN_HOST")).isEqualTo("127.0.0.1");
        JsonObject gateway = status.getJsonObject("services").getJsonObject("gateway");
        assertThat(gateway.getString("phase")).isEqualTo("running");
        assertThat(gateway.getJsonObject("settings").getString("STUB_SECRET")).isEqualTo("(hidden)");
        assertThat(gateway.getJsonObject("details").getDouble("restored")).isEqualTo(0.5);
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        HttpResponse<String> answer = asker.get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).contains("starkbeat_stub_received_total 3.0", "jvm_memory_used_bytes{",
                "jvm_gc_", "process_uptime_seconds", "process_cpu_usage", "process_files_open_files", "jvm_info{");

        process.stop();
        assertThat(metrics.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/status", "/metrics"})
    void onlyAnswersQuestions(String path) throws Exception {
        HttpResponse<String> refused = asker.send("POST", path);
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");

        HttpResponse<String> head = asker.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(asker.status(path + "?verbose=1")).isEqualTo(200);
    }

    @Test
    void otherPathsAreUnknown() throws Exception {
        HttpResponse<String> unknown = asker.get("/");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(unknown.body()).contains("/health/live");
    }
}
