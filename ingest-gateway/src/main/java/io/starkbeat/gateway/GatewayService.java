package io.starkbeat.gateway;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.starkbeat.gateway.address.AddressKey;
import io.starkbeat.gateway.address.ClientAddress;
import io.starkbeat.gateway.country.Countries;
import io.starkbeat.gateway.country.CountryFile;
import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.gateway.limit.PeerIdsPerAddress;
import io.starkbeat.gateway.limit.SocketsPerAddress;
import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.publish.InFlightBudget;
import io.starkbeat.gateway.publish.TelemetryPublisher;
import io.starkbeat.gateway.session.UnfinishedMessages;
import io.starkbeat.gateway.socket.Door;
import io.starkbeat.gateway.socket.SocketLoop;
import io.starkbeat.gateway.socket.SocketServices;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.kafka.BrokerProbe;
import io.starkbeat.kit.kafka.TopicProvisioner;
import io.starkbeat.kit.net.Listening;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.schemas.topic.Topic;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes' WebSockets on one side, Kafka on the other.
public final class GatewayService implements Service {
    private static final Logger log = LoggerFactory.getLogger(GatewayService.class);

    /// More loops than this have never been the limit of what one gateway takes; the publisher is.
    private static final int MOST_LOOPS = 8;

    /// Of the in-flight budget, for messages in fragments that are not finished.
    private static final int UNFINISHED_SHARE = 4;

    /// Close frames are answered in a round trip, or never.
    private static final Duration SEND_OFF_WITHIN = Duration.ofSeconds(5);
    private static final Duration FLUSH_WITHIN = Duration.ofSeconds(10);

    /// A look at a file costs microseconds, and its vendors make new ones by the day.
    private static final Duration COUNTRY_CHECKS = Duration.ofSeconds(2);

    private final ServiceContext context;
    private final GatewaySettings settings;
    private final List<SocketLoop> loops = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();
    private @Nullable BrokerProbe probe;
    private @Nullable TelemetryPublisher publisher;
    private @Nullable Long countryChecks;
    private volatile @Nullable CountryFile countries;
    /// What health reads, on other threads.
    private volatile Running running = Running.NOT_YET;
    private volatile boolean accepting;

    /// What runs once the start is through.
    private record Running(@Nullable BrokerProbe probe, @Nullable TelemetryPublisher publisher, int port) {
        static final Running NOT_YET = new Running(null, null, 0);
    }

    GatewayService(ServiceContext context, GatewaySettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public void start() throws Exception {
        // First, since it may be a mistake of the operator's that needs no Kafka to be found.
        settings.geoIpDatabase().ifPresent(this::openCountries);
        String clientId = "starkbeat-gateway-" + settings.instanceId();
        // The third is the crawler's: it has to have as many partitions, or a node's sessions and its sightings would not
        // meet. Whoever comes first makes it.
        int partitions = new TopicProvisioner(settings.kafka())
                .provision(clientId,
                        List.of(Topic.NODE_TELEMETRY, Topic.NODE_TELEMETRY_REJECTED, Topic.NODE_SIGHTINGS))
                .joinedPartitions();
        BrokerProbe asking = BrokerProbe.start(settings.kafka(), clientId + "-probe", context.clock());
        probe = asking;
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings.kafka().producer(clientId),
                new ByteArraySerializer(), new ByteArraySerializer());
        context.bind(new KafkaClientMetrics(producer));
        InFlightBudget budget = new InFlightBudget(settings.inFlight().bytes());
        UnfinishedMessages unfinished = new UnfinishedMessages(settings.inFlight().bytes() / UNFINISHED_SHARE);
        GatewayMetrics metrics = new GatewayMetrics(context.meters());
        metrics.gauge("in.flight.bytes", "Bytes of reports and rejected messages on their way to Kafka", budget::used);
        metrics.gauge("control.in.flight.bytes", "Bytes of records that open, keep or end sessions, on their way",
                budget::usedByControl);
        metrics.gauge("unfinished.bytes", "Bytes of messages whose last fragment has not come", unfinished::held);
        TelemetryPublisher publishing = new TelemetryPublisher(producer, settings.kafka()::topic, partitions,
                settings.instanceId(), budget, metrics);
        publisher = publishing;
        publishing.start();
        accepting = true;
        listen(new SocketServices(settings.instanceId(), settings.maxFrame().toInt(), settings.maxMessage().toInt(),
                door(metrics), new MessageDecoder(settings.networkNames()), unfinished, budget, publishing, metrics,
                context.clock()));
        running = new Running(asking, publishing, loops.getFirst().actualPort());
        log.info("gateway {}: nodes report at port {}, on {} event loops", settings.instanceId(), port(), loops.size());
    }

    private void openCountries(Path file) {
        CountryFile opened = CountryFile.open(GatewaySettings.GEOIP_VARIABLE, file, context.meters());
        countries = opened;
        countryChecks = context.vertx().setPeriodic(COUNTRY_CHECKS.toMillis(), _ -> context.vertx()
                .executeBlocking(() -> {
                    opened.check();
                    return opened;
                })
                .onFailure(defect -> log.error("looking for a new {} failed", GatewaySettings.GEOIP_VARIABLE, defect)));
    }

    private Door door(GatewayMetrics metrics) {
        SocketsPerAddress sockets = new SocketsPerAddress(settings.maxSessionsPerAddress());
        PeerIdsPerAddress peerIds = new PeerIdsPerAddress(settings.maxPeerIdsPerAddress(), System::nanoTime);
        metrics.gauge("socket.slots.taken", "WebSockets that count against their address's limit", sockets::taken);
        metrics.gauge("peer.ids.claimed", "Peer ids that count against their address's limit", peerIds::known);
        return new Door(new ClientAddress(settings.trustedProxies()), settings.nodeIp(),
                new AddressKey(settings.addressKeySecret().reveal()),
                countries == null ? Countries.UNKNOWN : countries, sockets, peerIds, metrics, () -> accepting);
    }

    private void listen(SocketServices services) throws InterruptedException {
        int wanted = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < wanted; i++) {
            SocketLoop loop = new SocketLoop(services, context.listenHost(), settings.port());
            deployments.add(Listening.await(context.vertx().deployVerticle(loop), context.listenHost(), settings.port(),
                    GatewaySettings.PORT_VARIABLE));
            loops.add(loop);
        }
    }

    /// The port on which nodes report.
    ///
    /// @throws IllegalStateException before it is started
    public int port() {
        Running now = running;
        if (now.port == 0) {
            throw new IllegalStateException("the gateway has not been started");
        }
        return now.port;
    }

    @Override
    public Health health() {
        Running now = running;
        if (now.probe == null || now.publisher == null) {
            return Health.of(Health.ready("socket", false, "not listening yet"));
        }
        return Health.of(Health.ready("socket", accepting, accepting
                ? "nodes report at port " + now.port
                : "the gateway is being stopped"), now.probe.check(), now.publisher.check());
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new TreeMap<>(Map.of("instance", settings.instanceId(), "port", running.port));
        CountryFile file = countries;
        if (file != null) {
            status.put("countries", file.status());
        }
        return status;
    }

    /// From here on an upgrade is answered by 503: a node that tries another gateway is better off than one that is taken
    /// and sent away. The port stays open, so that the answer is an answer.
    @Override
    public void stopAccepting() {
        accepting = false;
    }

    @Override
    public void stop() throws Exception {
        accepting = false;
        if (countryChecks != null) {
            context.vertx().cancelTimer(countryChecks);
        }
        await("sockets to close", Future.join(loops.stream().map(SocketLoop::sendOff).toList()));
        await("the port to close", Future.join(deployments.stream().map(context.vertx()::undeploy).toList()));
        if (publisher != null) {
            publisher.close(FLUSH_WITHIN);
        }
        if (probe != null) {
            probe.close();
        }
    }

    /// What does not end in time must not keep the records from being flushed.
    private static void await(String what, Future<?> end) throws InterruptedException {
        try {
            end.toCompletionStage().toCompletableFuture().get(SEND_OFF_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("gave up waiting for {}", what, e);
        }
    }

    /// Sending off, closing the port, and flushing, each bounded.
    @Override
    public Duration stopWithin() {
        return SEND_OFF_WITHIN.multipliedBy(2).plus(FLUSH_WITHIN).plusSeconds(2);
    }
}
