package io.starkbeat.agent;

import io.starkbeat.agent.host.Host;
import io.starkbeat.agent.node.MetricsPage;
import io.starkbeat.agent.node.NewHeads;
import io.starkbeat.agent.node.NodeRpc;
import io.starkbeat.agent.node.StarknetNode;
import io.starkbeat.agent.telemetry.TelemetryConfig;
import io.starkbeat.agent.telemetry.TelemetryService;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The agent at work: one thread looks at the node and the machine in turn and hands what is new to the telemetry service,
/// which has threads of its own.
final class Agent implements AutoCloseable {
    /// A node that tells of new blocks is asked without that too, now and then.
    static final Duration CHECK_EVERY = Duration.ofSeconds(30);
    /// Blocks that come in bursts are read as one.
    private static final Duration LOOK_PAUSE = Duration.ofMillis(250);
    /// What `--once` waits for somebody to take its messages.
    private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(15);
    private static final Duration DELIVERY_LOOK = Duration.ofMillis(50);
    private static final Duration RATES_NEED = Duration.ofMillis(500);

    private final AgentSettings settings;
    private final HttpClient client;
    private final TelemetryService telemetry;
    private final NodeWatch node;
    private final HostWatch host;
    private final Semaphore newHead = new Semaphore(0);
    /// A subscription has ended since the last look: it may be another node that answers now.
    private final AtomicBoolean doubtful = new AtomicBoolean();
    private @Nullable NewHeads heads;

    /// @param version of the agent, which it tells in its handshake
    /// @param out where `--print` prints
    /// @throws AgentException when the peer id's key cannot be had
    Agent(AgentSettings settings, String version, PrintStream out) {
        this.settings = settings;
        var peerId = settings.peerId().orElseGet(() -> PeerKey.in(settings.key())).toString();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        var headers = settings.token()
                .map(token -> Map.of("User-Agent", "starkbeat-agent/" + version, "Authorization", "Bearer " + token))
                .orElse(Map.of("User-Agent", "starkbeat-agent/" + version));
        telemetry = new TelemetryService(TelemetryConfig.of()
                .withEndpoints(settings.print() ? List.of() : settings.telemetry())
                .withNoTelemetry(settings.noTelemetry())
                .withHeaders(headers)
                .withClient(client));
        var reporter = settings.print() ? Reporter.printing(out) : Reporter.to(telemetry.handle());
        var operator = new OperatorLine();
        host = new HostWatch(Host.here(), settings.dataDir(), reporter, operator);
        var rpc = new NodeRpc(client, settings.node(), settings.timeout(), settings.nodeToken());
        var metrics = settings.metrics()
                .map(page -> new MetricsPage(client, page, settings.timeout(), settings.metricsPeers(),
                        settings.metricsL1()));
        node = new NodeWatch(settings, new StarknetNode(rpc), metrics, host::facts, peerId, reporter, operator);
    }

    /// Looks once and reports it.
    ///
    /// @return whether there was something to report, and somebody took it
    boolean runOnce() throws InterruptedException {
        telemetry.start();
        var _ = node.look();
        if (!node.isAnswering()) {
            return false;
        }
        Thread.sleep(RATES_NEED);
        host.report(node.findings().startedAt());
        return !telemetry.handle().isOn() || isDelivered();
    }

    private boolean isDelivered() throws InterruptedException {
        var deadline = System.nanoTime() + DELIVERY_LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            var counts = telemetry.counts();
            if (counts.endpoints().values().stream().allMatch(each -> each.sent() >= counts.queued())) {
                return true;
            }
            Thread.sleep(DELIVERY_LOOK);
        }
        return false;
    }

    /// Looks and reports until the thread is interrupted.
    void run() throws InterruptedException {
        telemetry.start();
        if (settings.subscribe()) {
            heads = new NewHeads(client,
                    NewHeads.Address.of(settings.node(), settings.nodeWs(), settings.nodeToken()), CHECK_EVERY,
                    new Told());
        }
        var nextLook = System.nanoTime();
        var nextSystem = nextLook + RATES_NEED.toNanos();
        while (true) {
            if (System.nanoTime() - nextLook >= 0) {
                if (doubtful.getAndSet(false)) {
                    node.doubt();
                }
                var wait = node.look();
                nextLook = System.nanoTime() + (isTold() && node.isAnswering() ? CHECK_EVERY : wait).toNanos();
            }
            if (System.nanoTime() - nextSystem >= 0) {
                // Of a node that does not answer nothing is said, so that readers see it fall silent.
                if (node.isAnswering()) {
                    host.report(node.findings().startedAt());
                    nextSystem = System.nanoTime() + settings.interval().toNanos();
                } else {
                    nextSystem = System.nanoTime() + LOOK_PAUSE.toNanos() * 4;
                }
            }
            var next = nextLook - nextSystem < 0 ? nextLook : nextSystem;
            if (newHead.tryAcquire(Math.max(1, next - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                newHead.drainPermits();
                nextLook = Math.min(nextLook, System.nanoTime());
                Thread.sleep(LOOK_PAUSE);
            }
        }
    }

    private final class Told implements NewHeads.Listener {
        @Override
        public void newHead() {
            newHead.release();
        }

        @Override
        public void ended() {
            doubtful.set(true);
            newHead.release();
        }
    }

    private boolean isTold() {
        return heads != null && heads.isSubscribed();
    }

    @Override
    public void close() {
        if (heads != null) {
            heads.close();
        }
        telemetry.close();
        client.shutdownNow();
    }
}
