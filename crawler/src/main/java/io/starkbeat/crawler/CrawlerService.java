package io.starkbeat.crawler;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.starkbeat.crawler.crawl.Crawl;
import io.starkbeat.crawler.crawl.Crawl.CrawlOptions;
import io.starkbeat.crawler.crawl.Progress;
import io.starkbeat.crawler.crawl.RoundSummary;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.WalkLimits;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.kafka.BrokerProbe;
import io.starkbeat.kit.kafka.TopicProvisioner;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.Version;
import io.starkbeat.kit.settings.NodeIp;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Crawls every network once per interval, one after the other on one thread, and tells Kafka what it found.
public final class CrawlerService implements Service {
    private static final Logger log = LoggerFactory.getLogger(CrawlerService.class);

    /// A round of a thousand peers takes a minute; what takes longer has lost its way.
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(10);
    private static final Duration FLUSH_WITHIN = Duration.ofSeconds(5);

    private final ServiceContext context;
    private final CrawlerSettings settings;
    private final List<Crawl> crawls = new CopyOnWriteArrayList<>();
    private final Map<String, RoundSummary> lastRounds = new ConcurrentHashMap<>();
    private volatile @Nullable BrokerProbe probe;
    private volatile @Nullable SightingPublisher publisher;
    private volatile @Nullable Thread thread;
    private volatile @Nullable String defect;

    CrawlerService(ServiceContext context, CrawlerSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public void start() throws Exception {
        String clientId = "starkbeat-crawler-" + settings.instanceId();
        // Node telemetry has to have as many partitions, or a node's sessions and sightings would not meet. Whoever comes
        // first makes both.
        int partitions = new TopicProvisioner(settings.kafka())
                .provision(clientId, List.of(Topic.NODE_TELEMETRY, Topic.NODE_SIGHTINGS)).joinedPartitions();
        probe = BrokerProbe.start(settings.kafka(), clientId + "-probe", context.clock());
        CrawlerMetrics metrics = new CrawlerMetrics(context.meters());
        String topic = settings.kafka().topic(Topic.NODE_SIGHTINGS);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings.kafka().producer(clientId),
                new ByteArraySerializer(), new ByteArraySerializer());
        context.bind(new KafkaClientMetrics(producer));
        SightingPublisher publishing = new SightingPublisher(producer, topic, settings.instanceId(), metrics);
        publisher = publishing;
        Gauge.builder("starkbeat.crawler.sightings.waiting", publishing, SightingPublisher::waiting)
                .description("Sightings that wait for Kafka").register(context.meters());
        publishing.start();
        openCrawls();
        recall(clientId, topic, partitions);
        Thread crawling = Thread.ofPlatform().name("crawl").unstarted(() -> crawl(publishing, metrics));
        thread = crawling;
        crawling.start();
    }

    private void openCrawls() {
        WalkLimits limits = WalkLimits.of(settings.concurrency());
        Rests rests = new Rests(limits.rest());
        settings.bootstraps().byNetwork().forEach((network, bootstrap) -> crawls
                .add(new Crawl(new CrawlOptions("starkbeat-crawler/" + Version.CURRENT, network, bootstrap,
                        settings.allowPrivate(), settings.heads(), ROUND_WITHIN, limits), rests, context.clock())));
    }

    private void recall(String clientId, String topic, int partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.kafka().consumer(clientId + "-recall"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            int read = EarlierSightings.read(consumer, topic, partitions, this::recall);
            log.info("crawler {}: begins with {} earlier sightings", settings.instanceId(), read);
        }
    }

    /// One whose network is not known belongs to all: a handshake will tell.
    private void recall(PeerSighting written) {
        // What was cut is another's address.
        PeerSighting earlier = settings.nodeIp() == NodeIp.FULL ? written : written.withAddresses(List.of(), null);
        crawls.stream().filter(crawl -> earlier.network() == null || crawl.network().equals(earlier.network()))
                .forEach(crawl -> crawl.recall(earlier));
    }

    /// As much of where it is as may be recorded.
    private PeerSighting shown(PeerSighting sighting) {
        NodeIp nodeIp = settings.nodeIp();
        return nodeIp == NodeIp.FULL
                ? sighting
                : sighting.withAddresses(
                        sighting.addresses().stream().map(nodeIp::shownMultiaddr).filter(Objects::nonNull)
                                .distinct().toList(),
                        sighting.provenAddress() == null ? null : nodeIp.shownMultiaddr(sighting.provenAddress()));
    }

    private void crawl(SightingPublisher publishing, CrawlerMetrics metrics) {
        try {
            while (true) {
                long began = System.nanoTime();
                for (Crawl crawl : crawls) {
                    RoundSummary summary = crawl.round(sighted -> {
                        if (sighted.vouched()) {
                            publishing.publish(shown(sighted.sighting()));
                        }
                    });
                    lastRounds.put(summary.network(), summary);
                    metrics.round(summary);
                    log.info("{}", summary);
                    if (summary.reached() == 0) {
                        log.warn("{}: nobody was reached; look whether CRAWL_BOOTSTRAP names peers that are up",
                                summary.network());
                    }
                }
                long left = settings.rounds().interval().toNanos() - (System.nanoTime() - began);
                if (left > 0) {
                    Thread.sleep(Duration.ofNanos(left));
                }
            }
        } catch (InterruptedException told) {
            log.debug("told to stop", told);
        } catch (RuntimeException | Error broken) {
            log.error("the crawl broke off because of a defect; restart the crawler", broken);
            defect = "broke off because of a defect, see the log: " + broken;
        }
    }

    @Override
    public Health health() {
        BrokerProbe asking = probe;
        String broken = defect;
        if (broken != null) {
            return Health.of(Health.live("crawl", false, broken));
        }
        return asking == null || thread == null
                ? Health.of(Health.ready("crawl", false, "not crawling yet"))
                : Health.of(Health.ready("crawl", true, "crawls " + settings.bootstraps().byNetwork().keySet()),
                        asking.check());
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new TreeMap<>(Map.of("instance", settings.instanceId()));
        SightingPublisher publishing = publisher;
        if (publishing != null) {
            status.put("sightingsWaiting", publishing.waiting());
        }
        Map<String, Object> networks = new TreeMap<>();
        for (Crawl crawl : crawls) {
            Progress now = crawl.progress();
            Map<String, Object> network = new TreeMap<>(
                    Map.of("found", now.found(), "reached", now.reached(), "inFlight", now.underWay()));
            RoundSummary last = lastRounds.get(crawl.network());
            if (last != null) {
                network.put("lastRound", Map.of("began", last.began().toString(), "tookMs", last.took().toMillis(),
                        "found", last.found(), "reached", last.reached(), "dials", last.dials(), "failed",
                        byName(last.failures()), "lost", byName(last.lost()), "notDialled", byName(last.withheld()),
                        "cutShort", last.cutShort()));
            }
            networks.put(crawl.network(), network);
        }
        status.put("networks", networks);
        return status;
    }

    private static Map<String, Object> byName(Map<? extends Enum<?>, Integer> counts) {
        Map<String, Object> byName = new TreeMap<>();
        counts.forEach((what, times) -> byName.put(what.name().toLowerCase(java.util.Locale.ROOT), times));
        return byName;
    }

    @Override
    public void stopAccepting() {
        Thread crawling = thread;
        if (crawling != null) {
            crawling.interrupt();
        }
    }

    @Override
    public void stop() throws Exception {
        Thread crawling = thread;
        if (crawling != null) {
            crawling.interrupt();
            crawling.join(Duration.ofSeconds(8));
        }
        crawls.forEach(Crawl::close);
        SightingPublisher publishing = publisher;
        if (publishing != null) {
            publishing.close(FLUSH_WITHIN);
        }
        BrokerProbe asking = probe;
        if (asking != null) {
            asking.close();
        }
    }

    /// The round's end, the dialers', and the flush.
    @Override
    public Duration stopWithin() {
        return Duration.ofSeconds(25);
    }
}
