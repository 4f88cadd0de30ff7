package io.starkbeat.query;

import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.kafka.BrokerProbe;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.kafka.ProvisionedTopics;
import io.starkbeat.kit.kafka.TopicProvisioner;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.query.catalog.NodeIndex;
import io.starkbeat.query.catalog.StoreCatalog;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.http.QueryServer;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.picture.CatalogSource;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.query.progress.PipelineProgressReader;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.query.rejected.RejectedReader;
import io.starkbeat.query.store.NodeStateReader;
import io.starkbeat.query.store.NodeStates;
import io.starkbeat.query.store.SelectedStates;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.topic.Topic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/// The reader of the pipeline: a full copy of `node-state` in memory, and the API over it.
///
/// Every instance holds all of it and shares nothing with the others (see `docs/decisions/0001-global-store.md`), so any
/// of them answers everything, whether the aggregator is up or not, and with the broker down it goes on answering as of
/// the last pipeline time. It listens at once and answers 503 until its copy is restored.
public final class QueryService implements Service {
    private static final List<Topic> TOPICS = List.of(Topic.NODE_STATE, Topic.PIPELINE_PROGRESS,
            Topic.NODE_TELEMETRY_REJECTED);
    /// An API that tells nothing of what nodes report has no business with what of it was rejected.
    private static final List<Topic> TOPICS_OF_CRAWL = List.of(Topic.NODE_STATE, Topic.PIPELINE_PROGRESS);

    private final ServiceContext context;
    private final QuerySettings settings;
    /// Tells instances apart on the broker and in its logs.
    private final String instance = "query-" + UUID.randomUUID();
    private final PipelineClock clock = new PipelineClock();
    private final NodeIndex index;
    private final NodeStateReader reader;
    private final NodeStates states;
    private final StoreCatalog catalog;
    private final NodeFeed feed;
    private final PipelineProgressReader progress;
    private final RejectedReader rejected;
    private final QueryServer server;
    private final AtomicReference<@Nullable BrokerProbe> probe = new AtomicReference<>();

    /// Opens nothing yet.
    public QueryService(ServiceContext context, QuerySettings settings) {
        this.context = context;
        this.settings = settings;
        KafkaSettings kafka = settings.kafka();
        QueryMetrics metrics = new QueryMetrics(context.meters());
        this.index = new NodeIndex(clock, settings.liveness());
        this.reader = new NodeStateReader(kafka.topic(Topic.NODE_STATE), streamsConfig(kafka),
                SelectedStates.listener(settings.source(), index), metrics);
        this.states = new SelectedStates(reader, settings.source());
        this.progress = new PipelineProgressReader(kafka.topic(Topic.PIPELINE_PROGRESS),
                consumerConfig(kafka, "progress"), clock,
                metrics);
        this.catalog = new StoreCatalog(index, states, settings.liveness(), settings.listAges(), metrics,
                // A thread each, and cheap: those that put lists together never wait, so only as many as there are
                // processors are at it, and the others wait their turn without holding a body.
                task -> Thread.ofVirtual().name("query-read").start(task));
        this.feed = new NodeFeed(index::standings, states::isReady, settings.feedLog(), settings.maxSubscribers(),
                new FeedMetrics(context.meters()));
        RejectedLog log = new RejectedLog();
        this.rejected = new RejectedReader(kafka.topic(Topic.NODE_TELEMETRY_REJECTED),
                consumerConfig(kafka, "rejected"), log, metrics);
        metrics.observeRejected(log, RejectedLog::bytes, RejectedLog::sessions);
        this.server = new QueryServer(context.vertx(), catalog, feed, log, settings.cors(), metrics);
    }

    private Map<String, Object> streamsConfig(KafkaSettings kafka) {
        // The id names no group, since a global store has none; it only must not be another's.
        Map<String, Object> config = kafka.streams(kafka.topicPrefix() + instance, instance);
        // A restore reads one partition after the other, and each waits until the fetch that the one before left
        // waiting for news comes back: half a second by default, six for twelve partitions. News ends the wait at once,
        // so this costs nothing but twenty idle requests a second.
        config.putIfAbsent("global.consumer." + ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        return config;
    }

    private Map<String, Object> consumerConfig(KafkaSettings kafka, String purpose) {
        Map<String, Object> config = kafka.consumer(instance + "-" + purpose);
        // Where the place is lost, because the topic was made anew: all of it again, a few records by then.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return config;
    }

    @Override
    public void start() throws InterruptedException {
        KafkaSettings kafka = settings.kafka();
        server.start(context.listenHost(), settings.port(), QuerySettings.QUERY_PORT.name());
        boolean ofReports = settings.source() != CatalogSource.CRAWLER;
        ProvisionedTopics topics = new TopicProvisioner(kafka).provision(instance + "-topics",
                ofReports ? TOPICS : TOPICS_OF_CRAWL);
        probe.set(BrokerProbe.start(kafka, instance + "-probe", context.clock()));
        clock.expect(topics.joinedPartitions());
        progress.start();
        if (ofReports) {
            rejected.start(topics.joinedPartitions());
        }
        feed.start();
        reader.start();
    }

    /// The port of the API.
    ///
    /// @throws IllegalStateException before it listens
    public int port() {
        return server.port();
    }

    /// Drops the catalog and builds it again by a scan of the store, while readers go on. Answers are the same afterwards,
    /// since the catalog holds nothing that the store does not.
    ///
    /// @throws io.starkbeat.query.store.StatesNotReadyException while the store is not restored
    public void rebuildCatalog() {
        index.rebuildFrom(states);
    }

    @Override
    public Health health() {
        BrokerProbe started = probe.get();
        return Health.of(Health.live("streams", reader.isAlive(), "Kafka Streams is " + reader.state()),
                Health.ready("restored", states.isReady(),
                        states.isReady() ? "the copy of the node states is complete" : "the copy is being restored"),
                started == null
                        ? Health.ready("broker", false, "not asked yet")
                        : started.check());
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("store", reader.status());
        status.put("progressPartitionsKnown", clock.known());
        Instant asOf = catalog.asOf();
        if (asOf != null) {
            status.put("asOf", RecordMapper.format(asOf));
        }
        return status;
    }

    @Override
    public void stopAccepting() {
        server.sendElsewhere();
    }

    /// The answers in flight first, then what they are made from.
    @Override
    public void stop() throws Exception {
        try {
            feed.close();
            server.stop();
        } finally {
            BrokerProbe started = probe.get();
            if (started != null) {
                started.close();
            }
            progress.close();
            rejected.close();
            reader.close();
        }
    }
}
