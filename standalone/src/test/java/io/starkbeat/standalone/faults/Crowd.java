package io.starkbeat.standalone.faults;

import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.topic.KeyPartition;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The nodes that report: most named at once, some late, some never, some twice, some under another's name and from
/// another address; and one probe to each partition, whose height counts up for as long as the crowd is there.
///
/// What they do follows from a seed; when they do it, from the machine. Methods are for the test's thread.
final class Crowd implements AutoCloseable {
    private static final int TICK_MS = 5;
    private static final int PROBE_EVERY_MS = 50;
    private static final String IMPOSTORS_ADDRESS = "127.0.0.2";
    private static final Duration SOON = Duration.ofSeconds(30);
    /// Behind by more than this, for a pause of this JVM or of the machine, the crowd does not catch up.
    private static final long MOST_BEHIND = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final WebSocketClient honest;
    private final WebSocketClient impostors;
    private final Peer.Tally tally = new Peer.Tally();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Peer> probes = new ArrayList<>();
    private final List<String> probeIds;
    private final int rate;
    private @Nullable Long ticking;
    private @Nullable Long probing;
    private long height = 1;
    private int next;

    Crowd(FaultPlan plan, long seed, int gatewayPort) {
        // A pool's default of 50 would hold the others back.
        var options = new WebSocketClientOptions().setMaxConnections(plan.sessions() * 2 + plan.partitions());
        honest = vertx.createWebSocketClient(options);
        impostors = vertx
                .createWebSocketClient(new WebSocketClientOptions(options).setLocalAddress(IMPOSTORS_ADDRESS));
        rate = plan.rate();
        var random = new SplittableRandom(seed);
        for (var index = 0; index < plan.sessions(); index++) {
            var isImpostor = index % 20 == 19;
            peers.add(new Peer(vertx, isImpostor ? impostors : honest, gatewayPort, character(index, seed),
                    random.split(), tally));
        }
        probeIds = IntStream.range(0, plan.partitions()).mapToObj(partition -> probeId(seed, partition, plan)).toList();
        for (var id : probeIds) {
            probes.add(new Peer(vertx, honest, gatewayPort, new Peer.Character("probe", id, false),
                    random.split(), tally));
        }
    }

    /// Of twenty peers fourteen are named at once, two late, two never, one is the second socket of the one before it,
    /// one says that it is the first of the twenty.
    private static Peer.Character character(int index, long seed) {
        var name = "peer-" + index;
        return switch (index % 20) {
            case 14, 15 -> new Peer.Character(name, peerId(seed, name), true);
            case 16, 17 -> new Peer.Character(name, null, false);
            case 18 -> new Peer.Character(name, peerId(seed, "peer-" + (index - 5)), false);
            case 19 -> new Peer.Character(name, peerId(seed, "peer-" + (index - 19)), false);
            default -> new Peer.Character(name, peerId(seed, name), false);
        };
    }

    private static String probeId(long seed, int partition, FaultPlan plan) {
        return IntStream.iterate(0, attempt -> attempt + 1)
                .mapToObj(attempt -> peerId(seed, "probe-" + attempt))
                .filter(id -> KeyPartition.of(id, plan.partitions()) == partition)
                .findFirst()
                .orElseThrow();
    }

    private static String peerId(long seed, String name) {
        try {
            var key = MessageDigest.getInstance("SHA-256").digest((seed + name).getBytes(StandardCharsets.UTF_8));
            return PeerId.ofEd25519(key).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The ids of the probes, one to each partition.
    List<String> probeIds() {
        return probeIds;
    }

    /// Opens all sockets, and has the probes report from then on.
    void join() {
        onLoop(() -> {
            peers.forEach(Peer::connect);
            probes.forEach(Peer::connect);
            return null;
        });
        await("all nodes are connected").atMost(SOON).until(() -> onLoop(
                () -> peers.stream().allMatch(Peer::isConnected) && probes.stream().allMatch(Peer::isConnected)));
    }

    /// Has everyone report, in turn, and the probes.
    void report() {
        report(rate);
    }

    /// The same, so many messages a second.
    void report(int perSecond) {
        onLoop(() -> {
            stopTicking();
            var start = System.nanoTime();
            var said = new long[1];
            ticking = vertx.setPeriodic(TICK_MS, _ -> {
                var due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
                said[0] = Math.max(said[0], due - MOST_BEHIND);
                for (; said[0] < due; said[0]++) {
                    peers.get(next++ % peers.size()).turn();
                }
            });
            probe();
            return null;
        });
    }

    private void probe() {
        if (probing == null) {
            probing = vertx.setPeriodic(PROBE_EVERY_MS, _ -> {
                height++;
                probes.forEach(probe -> probe.sayHeight(height));
            });
        }
    }

    /// The probes alone report.
    void beSilent() {
        onLoop(() -> {
            stopTicking();
            probe();
            return null;
        });
    }

    /// Everyone who is connected says one thing.
    void sayOnce() {
        onLoop(() -> {
            peers.forEach(Peer::sayOnce);
            return null;
        });
    }

    /// Nobody says anything any more, and all that was said has left this process.
    void stop() {
        onLoop(() -> {
            stopTicking();
            if (probing != null) {
                vertx.cancelTimer(probing);
                probing = null;
            }
            return null;
        });
        await("all messages are written").atMost(SOON).until(() -> onLoop(() -> tally.underWay == 0));
    }

    private void stopTicking() {
        if (ticking != null) {
            vertx.cancelTimer(ticking);
            ticking = null;
        }
    }

    /// Messages that have left this process.
    long sent() {
        return onLoop(() -> tally.sent);
    }

    /// Waits until so many more messages have been sent.
    void awaitSent(long more) {
        var goal = sent() + more;
        await("the nodes' messages are sent").atMost(SOON.multipliedBy(2)).until(() -> sent() >= goal);
    }

    private <T> T onLoop(Callable<T> action) {
        var promise = Promise.<T>promise();
        loop.runOnContext(_ -> {
            try {
                promise.complete(action.call());
            } catch (Exception failed) {
                promise.fail(failed);
            }
        });
        return promise.future().await();
    }

    @Override
    public void close() {
        onLoop(() -> {
            stopTicking();
            peers.forEach(Peer::leave);
            probes.forEach(Peer::leave);
            return null;
        });
        vertx.close().await();
    }
}
