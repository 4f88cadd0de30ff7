package io.starkbeat.standalone.up;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.embedded.EmbeddedKafkaException;
import io.starkbeat.kit.StartException;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The broker as the first service of the process: started before all, stopped after all.
public final class KafkaDefinition implements ServiceDefinition {
    private static final int MANAGEMENT_PORT = 9180;

    private final Path folder;
    private final int port;
    private final CompletableFuture<EmbeddedKafkaException> failure = new CompletableFuture<>();

    /// Describes it; nothing starts yet.
    ///
    /// @param folder of its data
    /// @param port on 127.0.0.1
    public KafkaDefinition(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int managementPort() {
        return MANAGEMENT_PORT;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of();
    }

    @Override
    public Service create(ServiceContext context) {
        return new BrokerService();
    }

    /// What to do, on a thread of its own, when the broker fails for good while it runs: nothing goes on without it.
    public void onFailure(Runnable stop) {
        var _ = failure.thenAccept(fatal -> Thread.ofPlatform().name("kafka-failed").start(() -> {
            System.err.println("starkbeat: Kafka failed and everything stops: " + fatal.getMessage());
            stop.run();
        }));
    }

    /// Whether it failed for good.
    public boolean hasFailed() {
        return failure.isDone();
    }

    private final class BrokerService implements Service {
        private static final Logger log = LoggerFactory.getLogger(BrokerService.class);

        private volatile @Nullable EmbeddedKafka kafka;

        @Override
        public void start() {
            try {
                var started = EmbeddedKafka.start(EmbeddedKafkaConfig.persistent(folder, port));
                kafka = started;
                var _ = started.fatalFailure().thenAccept(fatal -> {
                    log.error("the broker failed", fatal);
                    failure.complete(fatal);
                });
            } catch (EmbeddedKafkaException.BrokerFailed failed) {
                throw failed;
            } catch (EmbeddedKafkaException mendable) {
                throw new StartException(String.valueOf(mendable.getMessage()), mendable);
            }
        }

        @Override
        public Health health() {
            var failed = failure.getNow(null);
            return Health.of(
                    Health.live("broker", failed == null,
                            failed == null ? "has not failed" : String.valueOf(failed.getMessage())),
                    Health.ready("started", kafka != null, "127.0.0.1:" + port));
        }

        @Override
        public Map<String, Object> status() {
            var running = kafka;
            return running == null
                    ? Map.of()
                    : Map.of("bootstrap_servers", running.bootstrapServers(), "cluster_id", running.clusterId());
        }

        @Override
        public void stop() {
            var running = kafka;
            if (running != null) {
                running.close();
            }
        }

        /// What the broker itself takes at most, and a little.
        @Override
        public Duration stopWithin() {
            return Duration.ofSeconds(22);
        }
    }
}
