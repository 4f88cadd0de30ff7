package io.starkbeat.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// A node's fixed place in the cluster: its number, ports and folder. Its runs ([BrokerNode]) come and go.
///
/// One thread at a time starts or stops a place; [#electNoSuccessor()] may be called meanwhile.
final class NodePlace {
    private final int id;
    private final LoopbackPort clients;
    private final LoopbackPort controllers;
    private volatile @Nullable BrokerNode run;

    private NodePlace(int id, LoopbackPort clients, LoopbackPort controllers) {
        this.id = id;
        this.clients = clients;
        this.controllers = controllers;
    }

    /// Takes the ports.
    ///
    /// @param clientPort 0: chosen by the system, as the controller's always is
    /// @throws EmbeddedKafkaException.PortTaken when the client port cannot be had
    static NodePlace take(int id, int clientPort) {
        var clients = LoopbackPort.open(clientPort);
        try {
            return new NodePlace(id, clients, LoopbackPort.open(0));
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    int id() {
        return id;
    }

    String clientAddress() {
        return "127.0.0.1:" + clients.number();
    }

    /// The node as a voter of the quorum, in Kafka's notation.
    String voter() {
        return id + "@127.0.0.1:" + controllers.number();
    }

    boolean isUp() {
        return run != null;
    }

    /// Makes the next run ready; [#start()] starts it.
    ///
    /// @throws EmbeddedKafkaException when the node's data or settings do not allow it
    void prepare(String clusterId, int nodes, String voters, Path folder, Map<String, String> chosen,
            Consumer<EmbeddedKafkaException.BrokerFailed> onFatal) {
        var properties = BrokerProperties.of(id, nodes, clients.number(), controllers.number(), voters, folder, chosen);
        try {
            run = BrokerNode.prepare(id, clusterId, folder, properties, clients, controllers, onFatal);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /// @throws EmbeddedKafkaException when the node does not start
    void start() {
        var node = run;
        if (node == null) {
            throw new IllegalStateException("node " + id + " was not prepared");
        }
        try {
            node.start();
        } catch (Exception e) { // Kafka's methods throw checked exceptions that Scala does not declare
            throw failed(e);
        }
    }

    void stopBroker(Duration limit) {
        var node = run;
        if (node != null) {
            node.stopBroker(limit);
        }
    }

    void stopController() {
        var node = run;
        if (node != null) {
            node.stopController();
        }
    }

    /// While all nodes' controllers stop: see [BrokerNode#electNoSuccessor()].
    void electNoSuccessor() {
        var node = run;
        if (node != null) {
            node.electNoSuccessor();
        }
    }

    /// After the stop: keeps the ports for the next run.
    void rest() {
        run = null;
        clients.hold();
        controllers.hold();
    }

    /// Gives the ports back.
    void leave() {
        clients.close();
        controllers.close();
    }

    private EmbeddedKafkaException failed(Exception e) {
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof EmbeddedKafkaException)) {
            root = root.getCause();
        }
        if (root instanceof EmbeddedKafkaException ours) {
            return ours;
        }
        var why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new EmbeddedKafkaException.BrokerFailed("Kafka node " + id, why, e);
    }
}
