package io.starkbeat.standalone.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Demo nodes that report to a gateway over WebSockets of their own and follow one simulated chain. They join, leave for
/// some minutes and reconnect by chance; a gateway that is away is tried again until it is back. Nothing that happens to
/// a node reaches further than the log.
///
/// All nodes of a network live on one event loop: [Network] and all it holds is touched there only.
public final class DemoNetwork {
    private static final Logger log = LoggerFactory.getLogger(DemoNetwork.class);

    /// Nodes do not join all at once, and a spectator does not wait long either.
    private static final Duration JOINS_WITHIN = Duration.ofSeconds(2);
    /// One in so many nodes may be away at a time.
    private static final int AWAY_AT_MOST_ONE_IN = 10;
    /// How long a node that reconnects is without connection.
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(1_500);

    private final Vertx vertx;
    private final Network network;
    private final String deployment;

    private DemoNetwork(Vertx vertx, Network network, String deployment) {
        this.vertx = vertx;
        this.network = network;
        this.deployment = deployment;
    }

    /// Starts a network; its nodes join within seconds, whether the gateway is there by then or later.
    public static Future<DemoNetwork> start(Vertx vertx, DemoConfig config) {
        var network = new Network(config, InstantSource.system());
        return vertx.deployVerticle(network).map(deployment -> new DemoNetwork(vertx, network, deployment));
    }

    /// How many nodes are connected just now; may be asked on any thread.
    public int connected() {
        return (int) network.nodes.stream().filter(DemoNode::isConnected).count();
    }

    /// Has all nodes leave in order; none comes back.
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }

    private static final class Network extends VerticleBase {
        private final DemoConfig config;
        private final InstantSource clock;
        private final SplittableRandom random;
        private volatile List<DemoNode> nodes = List.of();
        private @Nullable HttpClient client;

        Network(DemoConfig config, InstantSource clock) {
            this.config = config;
            this.clock = clock;
            this.random = new SplittableRandom(config.seed());
        }

        @Override
        public Future<?> start() {
            // One for all nodes, since each has a thread.
            var connections = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
            client = connections;
            var chain = new DemoChain(DemoChain.GENESIS, config.liveliness().blocks());
            nodes = IntStream.range(0, config.peerIds().size())
                    .mapToObj(number -> new DemoNode(vertx, connections, config,
                            new SimulatedNode(NodeProfile.of(number), config.peerIds().get(number), chain,
                                    random.split(),
                                    clock.instant()),
                            random.split(), clock))
                    .toList();
            nodes.forEach(node -> vertx.setTimer(random.nextLong(1, JOINS_WITHIN.toMillis()), _ -> node.join()));
            keepHappening(config.liveliness().leaves(), this::oneLeaves);
            keepHappening(config.liveliness().reconnects(), this::oneReconnects);
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            var leaves = nodes.stream().<Future<?>>map(DemoNode::leave).toList();
            return Future.join(leaves).otherwiseEmpty().onComplete(_ -> {
                if (client != null) {
                    client.shutdownNow();
                }
            });
        }

        /// An event by chance, with a mean time between (the waits are exponentially distributed, as of independent events).
        private void keepHappening(Duration mean, Runnable event) {
            var wait = Math.clamp(Math.round(-Math.log(1 - random.nextDouble()) * mean.toMillis()), 1,
                    10 * mean.toMillis());
            vertx.setTimer(wait, _ -> {
                event.run();
                keepHappening(mean, event);
            });
        }

        private void oneLeaves() {
            // Those that only reconnect count too: a spectator cannot tell them apart.
            var missing = nodes.stream().filter(node -> !node.isConnected()).count();
            if (missing < nodes.size() / AWAY_AT_MOST_ONE_IN) {
                oneOf(nodes.stream().filter(DemoNode::isConnected).toList(), node -> {
                    var pause = Duration.ofMillis(random.nextLong(config.liveliness().shortestLeave().toMillis(),
                            config.liveliness().longestLeave().toMillis()));
                    log.debug("demo node {} leaves for {}", node, pause);
                    node.leave().onComplete(_ -> vertx.setTimer(pause.toMillis(), _ -> node.comeBack()));
                });
            }
        }

        private void oneReconnects() {
            oneOf(nodes.stream().filter(DemoNode::isConnected).toList(), node -> {
                log.debug("demo node {} reconnects", node);
                node.reconnect(RECONNECT_PAUSE);
            });
        }

        private void oneOf(List<DemoNode> choices, Consumer<DemoNode> event) {
            if (!choices.isEmpty()) {
                event.accept(choices.get(random.nextInt(choices.size())));
            }
        }
    }
}
