package io.starkbeat.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.VerificationFlag;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of one node: a controller and a broker over the state that they share. Put together from the parts that
/// `KafkaRaftServer` is made of, for two reasons: the listening sockets come from us (see [LoopbackPort]), and a fatal
/// fault is told to us instead of halting the process.
///
/// [#start()] once, then [#stopBroker(Duration)] and [#stopController()]; not restartable.
final class BrokerNode {
    private static final Logger log = LoggerFactory.getLogger(BrokerNode.class);

    private final ControllerServer controller;
    private final BrokerServer broker;

    private BrokerNode(ControllerServer controller, BrokerServer broker) {
        this.controller = controller;
        this.broker = broker;
    }

    /// Formats the node's folder unless it is formatted, and makes the node ready to start.
    ///
    /// @param onFatal told when a part of the node fails in a way that it cannot survive; may be called more than once,
    ///        from any thread
    /// @throws Exception whatever Kafka throws
    static BrokerNode prepare(int id, String clusterId, Path folder, Map<String, String> properties,
            LoopbackPort clients, LoopbackPort controllers, Consumer<EmbeddedKafkaException.BrokerFailed> onFatal)
            throws Exception {
        format(id, clusterId, folder);
        var storage = storage(id, clusterId, folder);
        var bootstrap = new BootstrapDirectory(folder.toString()).read();
        return assemble(new KafkaConfig(properties, false), storage, bootstrap, sockets(clients, controllers),
                faults(id, onFatal));
    }

    private static void format(int id, String clusterId, Path folder) throws Exception {
        new Formatter().setNodeId(id)
                .setClusterId(clusterId)
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static MetaPropertiesEnsemble storage(int id, String clusterId, Path folder) throws IOException {
        var storage = new MetaPropertiesEnsemble.Loader().addMetadataLogDir(folder.toString())
                .addLogDirs(List.of(folder.toString()))
                .load();
        storage.verify(Optional.of(clusterId), OptionalInt.of(id),
                EnumSet.of(VerificationFlag.REQUIRE_AT_LEAST_ONE_VALID, VerificationFlag.REQUIRE_METADATA_LOG_DIR));
        return storage;
    }

    private static BrokerNode assemble(KafkaConfig config, MetaPropertiesEnsemble storage,
            BootstrapMetadata bootstrap, ServerSocketFactory sockets, FaultHandlerFactory faults) {
        var shared = new SharedServer(config, storage, Time.SYSTEM, new Metrics(),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()), faults, sockets);
        return new BrokerNode(new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap),
                new BrokerServer(shared));
    }

    private static ServerSocketFactory sockets(LoopbackPort clients, LoopbackPort controllers) {
        return (String listener, InetSocketAddress address, int backlog, int receiveBuffer) -> {
            ServerSocketChannel channel = listener.equals(BrokerProperties.CONTROLLER_LISTENER)
                    ? controllers.take()
                    : clients.take();
            return channel;
        };
    }

    private static FaultHandlerFactory faults(int id, Consumer<EmbeddedKafkaException.BrokerFailed> onFatal) {
        return (String name, boolean fatal, Runnable action) -> {
            if (!fatal) {
                return new LoggingFaultHandler(name, action);
            }
            FaultHandler handler = (message, cause) -> {
                log.error("Fatal fault in Kafka node {}, {}: {}", id, name, message, cause);
                action.run();
                var failure = new EmbeddedKafkaException.BrokerFailed("Kafka node " + id, name + ": " + message, cause);
                onFatal.accept(failure);
                return failure;
            };
            return handler;
        };
    }

    /// Returns when the node serves clients. Blocks until a majority of the controllers is up.
    void start() {
        // The controller first: the broker needs its endpoints.
        controller.startup();
        try {
            broker.startup();
        } catch (Exception e) {
            finishCleaningUp();
            throw e;
        }
    }

    /// After a start that failed before the broker's metadata were loaded, Kafka's own clean-up fails half-way and leaves
    /// the port, the lock of the folder and the raft client open; all steps here may be repeated without harm.
    private void finishCleaningUp() {
        tryTo(() -> {
            if (broker.socketServer() != null) {
                broker.socketServer().shutdown();
            }
        });
        tryTo(() -> {
            if (broker.logManager() != null) {
                broker.logManager().shutdown(-1); // -1: the broker was never registered
            }
        });
        tryTo(broker.sharedServer()::stopForBroker);
    }

    private static void tryTo(Runnable step) {
        try {
            step.run();
        } catch (Exception e) {
            log.debug("A step of the clean-up after a failed start did not succeed", e);
        }
    }

    /// @param limit how long to wait for the controllers' leave before stopping anyway
    void stopBroker(Duration limit) {
        broker.shutdown(limit);
    }

    void stopController() {
        controller.shutdown();
    }

    /// Ends the wait of a leading controller that is stopping for another one to be elected: 5 s by Kafka's own fixed
    /// limit, in vain when all stop. What it has appended is on disk either way.
    void electNoSuccessor() {
        var quorum = controller.sharedServer().raftManager();
        if (quorum != null) {
            var _ = quorum.client().shutdown(1); // controller.shutdown() waits for the end
        }
    }
}
