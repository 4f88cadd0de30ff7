package io.starkbeat.kit.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.starkbeat.schemas.intake.PoisonReason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PoisonMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PoisonMetrics metrics = new PoisonMetrics(registry, "aggregator",
            List.of("node-telemetry", "node-state"));
    private final Logger logger = (Logger) LoggerFactory.getLogger(PoisonMetrics.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void everySeriesIsThereFromTheStart() {
        assertThat(registry.getMeters()).hasSize(2 * PoisonReason.values().length);
        for (String topic : List.of("node-telemetry", "node-state")) {
            for (PoisonReason reason : PoisonReason.values()) {
                assertThat(count(topic, reason)).isZero();
            }
        }
    }

    @Test
    void isCalledInPrometheusAsAlertsCallIt() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new PoisonMetrics(prometheus, "query", List.of("node-state"))
                .passedOver("node-state", "partition 1, offset 7", PoisonReason.UNDECODABLE, "it is no JSON");

        assertThat(prometheus.scrape()).contains(
                "starkbeat_query_records_poisoned_total{reason=\"undecodable\",topic=\"node-state\"} 1.0",
                "starkbeat_query_records_poisoned_total{reason=\"no_key\",topic=\"node-state\"} 0.0");
    }

    @Test
    void recordsAreCountedByTopicAndReason() {
        pass("node-telemetry", PoisonReason.WRONG_KEY, 3);
        pass("node-telemetry", PoisonReason.TOO_LARGE, 1);
        pass("node-state", PoisonReason.WRONG_KEY, 2);

        assertThat(count("node-telemetry", PoisonReason.WRONG_KEY)).isEqualTo(3);
        assertThat(count("node-telemetry", PoisonReason.TOO_LARGE)).isEqualTo(1);
        assertThat(count("node-state", PoisonReason.WRONG_KEY)).isEqualTo(2);
        assertThat(count("node-state", PoisonReason.TOO_LARGE)).isZero();
    }

    /// A writer gone wrong must not fill the disk; each kind is told from its first record on.
    @Test
    void theLogDoublesItsDistanceForEachKind() {
        pass("node-telemetry", PoisonReason.WRONG_KEY, 1000);
        pass("node-state", PoisonReason.WRONG_KEY, 1);

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(11).satisfies(lines -> {
            assertThat(lines.getFirst())
                    .isEqualTo("Passed over a record of node-telemetry (offset 1; 1 so far with the "
                            + "reason wrong_key): its key is another");
            assertThat(lines.get(9)).contains("(offset 512; 512 so far");
            assertThat(lines.getLast()).contains("node-state (offset 1; 1 so far");
        });
    }

    private void pass(String topic, PoisonReason reason, int records) {
        for (int i = 1; i <= records; i++) {
            metrics.passedOver(topic, "offset " + i, reason, "its key is another");
        }
    }

    private double count(String topic, PoisonReason reason) {
        return registry.get("starkbeat.aggregator.records.poisoned").tags("topic", topic, "reason", reason.code())
                .counter().count();
    }
}
