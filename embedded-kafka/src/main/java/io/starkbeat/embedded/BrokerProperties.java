package io.starkbeat.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Kafka's own settings of one node of the embedded cluster.
final class BrokerProperties {
    static final String CLIENT_LISTENER = "CLIENTS";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /// What makes the node a member of this cluster: nobody else can know it.
    private static final Set<String> OURS = Set.of("process.roles", "node.id", "broker.id", "log.dir", "log.dirs",
            "metadata.log.dir", "listeners", "advertised.listeners", "listener.security.protocol.map",
            "inter.broker.listener.name", "security.inter.broker.protocol", "controller.listener.names",
            "controller.quorum.voters", "controller.quorum.bootstrap.servers");

    private BrokerProperties() {}

    static boolean isOurs(String name) {
        return OURS.contains(name);
    }

    /// @param voters all controllers, as `id@host:port,…`
    /// @param chosen what the user set; wins over what is chosen here
    static Map<String, String> of(int node, int nodes, int clientPort, int controllerPort, String voters, Path folder,
            Map<String, String> chosen) {
        var all = new LinkedHashMap<String, String>();

        // Copies: as in production where there are three nodes, so that one may fail and writes go on.
        var replicas = String.valueOf(Math.min(3, nodes));
        var inSync = nodes >= 3 ? "2" : "1";
        all.put("default.replication.factor", replicas);
        all.put("min.insync.replicas", inSync);
        all.put("offsets.topic.replication.factor", replicas);
        all.put("transaction.state.log.replication.factor", replicas);
        all.put("transaction.state.log.min.isr", inSync);
        all.put("share.coordinator.state.topic.replication.factor", replicas);
        all.put("share.coordinator.state.topic.min.isr", inSync);
        // 50 partitions each by default: files, threads' work and start-up time that one process has no use for.
        all.put("offsets.topic.num.partitions", "4");
        all.put("transaction.state.log.num.partitions", "4");
        all.put("share.coordinator.state.topic.num.partitions", "4");

        // Topics are made on purpose, by the services' provisioning; a misspelt name is an error, not a new topic.
        all.put("auto.create.topics.enable", "false");

        // A broker that was killed may register again only when its old session has ended: 9 s by default, which is
        // most of the time that a restart after a kill takes. Below 3 s a pause of the collector would end sessions.
        all.put("broker.session.timeout.ms", "3000");
        all.put("broker.heartbeat.interval.ms", "500");
        // Bounds a start that cannot succeed. Long, since checking large logs after a kill counts in.
        all.put("server.max.startup.time.ms", "120000");

        // Consumers are started together on purpose here; waiting 3 s for more of them only delays.
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("group.streams.initial.rebalance.delay.ms", "0");
        // Lets a client ask for a session of one second (6 s by default): fault tests do not wait for the dead.
        all.put("group.min.session.timeout.ms", "1000");
        // How soon a transaction of a killed producer is ended once its own timeout has passed (10 s by default);
        // until then read_committed readers wait.
        all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

        // 128 MiB by default, taken at start; 4 MiB clean 170,000 keys in one pass.
        all.put("log.cleaner.dedupe.buffer.size", "4194304");
        // Sized for a process that shares its cores with the services.
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("background.threads", "4");
        // The default registers every metric by JMX under names that several nodes of one process share.
        all.put("metric.reporters", "");

        all.putAll(chosen);

        all.put("process.roles", "broker,controller");
        all.put("node.id", String.valueOf(node));
        all.put("controller.quorum.voters", voters);
        all.put("listeners",
                CLIENT_LISTENER + "://127.0.0.1:" + clientPort + "," + CONTROLLER_LISTENER + "://127.0.0.1:"
                        + controllerPort);
        all.put("advertised.listeners", CLIENT_LISTENER + "://127.0.0.1:" + clientPort);
        all.put("listener.security.protocol.map",
                CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        all.put("inter.broker.listener.name", CLIENT_LISTENER);
        all.put("controller.listener.names", CONTROLLER_LISTENER);
        all.put("log.dirs", folder.toString());
        return all;
    }
}
