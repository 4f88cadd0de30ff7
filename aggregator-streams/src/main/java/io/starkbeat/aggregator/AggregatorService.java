package io.starkbeat.aggregator;

import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.ProgressRule;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.aggregator.progress.ProgressReporter;
import io.starkbeat.aggregator.topology.FoldMetrics;
import io.starkbeat.aggregator.topology.NodeStateTopology;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.kafka.BrokerProbe;
import io.starkbeat.kit.kafka.TopicProvisioner;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The aggregator as a service of a process.
public final class AggregatorService implements Service {
    /// Committing the last transaction and leaving the group takes well below a second; a broker that is away must not
    /// hold a stop up for longer.
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);

    private final AggregatorSettings settings;
    private final ServiceContext context;
    private final InstantSource clock;
    private volatile @Nullable BrokerProbe broker;
    private volatile @Nullable AggregatorStreams streams;
    private volatile @Nullable ProgressReporter progress;

    AggregatorService(ServiceContext context) {
        this.settings = AggregatorSettings.from(context.settings());
        this.context = context;
        this.clock = context.clock();
    }

    @Override
    public void start() throws InterruptedException {
        String clientId = "aggregator-" + settings.instance();
        new TopicProvisioner(settings.kafka()).provision(clientId + "-topics", List.of(Topic.NODE_TELEMETRY,
                Topic.NODE_SIGHTINGS, Topic.NODE_STATE, Topic.PIPELINE_PROGRESS));
        broker = BrokerProbe.start(settings.kafka(), clientId + "-probe", clock);

        ProgressBoard board = new ProgressBoard();
        FoldMetrics foldMetrics = new FoldMetrics(context.meters());
        PictureFold fold = new PictureFold(
                new NodeFold(settings.liveness().offlineAfter(), settings.forgetting().named()));
        NodeStateTopology topology = new NodeStateTopology(settings.kafka().topicPrefix(), settings.storeKind(), fold,
                settings.forgetting(), board, foldMetrics);
        AggregatorStreams started = new AggregatorStreams(settings, topology.get(), clock);
        streams = started;
        context.bind(started.metrics());
        started.start();

        ProgressReporter reporter = new ProgressReporter(settings.kafka().topic(Topic.NODE_TELEMETRY),
                settings.kafka().topic(Topic.PIPELINE_PROGRESS), settings.applicationId(), settings.instance(),
                progressClients(clientId + "-progress"), started::activePartitions, board,
                new ProgressRule(settings.liveness().settledAfter()), foldMetrics.poison(), clock);
        progress = reporter;
        reporter.start();
    }

    private ProgressReporter.Clients progressClients(String clientId) {
        return new ProgressReporter.Clients(
                () -> Admin.create(settings.kafka().admin(clientId)),
                () -> new KafkaConsumer<>(settings.kafka().consumer(clientId), new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                () -> {
                    Map<String, Object> config = new TreeMap<>(settings.kafka().producer(clientId));
                    // A progress that could not be written for so long is worth nothing any more: the next is newer.
                    config.put("delivery.timeout.ms", 10_000);
                    config.put("request.timeout.ms", 5_000);
                    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                });
    }

    @Override
    public Health health() {
        List<Health.Check> checks = new ArrayList<>();
        BrokerProbe probe = broker;
        AggregatorStreams running = streams;
        if (probe != null) {
            checks.add(probe.check());
        }
        if (running == null) {
            checks.add(Health.ready("restored", false, "not started"));
        } else {
            checks.addAll(running.health().checks());
        }
        return new Health(checks);
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new TreeMap<>();
        AggregatorStreams running = streams;
        ProgressReporter reporter = progress;
        if (running != null) {
            status.put("restoring", running.restoreProgress());
        }
        if (reporter != null) {
            status.put("progress", reporter.lastOutcome());
        }
        status.put("instance", settings.instance());
        return status;
    }

    @Override
    public void stop() {
        ProgressReporter reporter = progress;
        if (reporter != null) {
            reporter.close();
        }
        AggregatorStreams running = streams;
        BrokerProbe probe = broker;
        try {
            if (running != null && !running.close(CLOSE_WITHIN)) {
                throw new IllegalStateException(
                        "Kafka Streams did not close within " + CLOSE_WITHIN.toSeconds() + " s");
            }
        } finally {
            if (probe != null) {
                probe.close();
            }
        }
    }

    @Override
    public Duration stopWithin() {
        return CLOSE_WITHIN.plusSeconds(4);
    }
}
