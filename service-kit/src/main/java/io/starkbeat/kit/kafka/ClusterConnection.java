package io.starkbeat.kit.kafka;

import io.starkbeat.kit.StartException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An admin client of a cluster that has answered. Blocks; of use to one thread.
final class ClusterConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterConnection.class);

    /// One try; a broker that is up answers within milliseconds.
    private static final int TRY_MS = 2_000;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
    /// How often waiting is worth a word in the log.
    static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final Admin admin;

    private ClusterConnection(Admin admin) {
        this.admin = admin;
    }

    /// Connects, waiting for a cluster that is not up yet, with a word in the log every few seconds.
    ///
    /// @throws StartException       if it did not answer in time, or does not let us in
    /// @throws InterruptedException if the thread is told to stop waiting
    static ClusterConnection open(KafkaSettings settings, String clientId, Deadline deadline)
            throws InterruptedException {
        Deadline nextWord = Deadline.in(BETWEEN_WORDS);
        while (true) {
            Admin admin = null;
            KafkaException reason;
            try {
                admin = Admin.create(settings.admin(clientId));
                ClusterConnection connection = new ClusterConnection(admin);
                connection.brokers();
                admin = null;
                return connection;
            } catch (KafkaException failed) {
                reason = failed;
            } finally {
                if (admin != null) {
                    admin.close(Duration.ZERO);
                }
            }
            KafkaFaults.explain(reason).ifPresent(fault -> {
                throw fault;
            });
            if (deadline.isOver()) {
                throw new StartException("Kafka at " + settings.bootstrap() + " did not answer within "
                        + deadline.given().toSeconds()
                        + " s: start it, or set KAFKA_BOOTSTRAP_SERVERS to where it is ("
                        + KafkaFaults.rootReason(reason)
                        + ")",
                        reason);
            }
            if (nextWord.isOver()) {
                log.info("waiting for Kafka at {} ({} s left): {}", settings.bootstrap(),
                        deadline.left().toSeconds(), KafkaFaults.rootReason(reason));
                nextWord = Deadline.in(BETWEEN_WORDS);
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    Admin admin() {
        return admin;
    }

    /// How many brokers are up now.
    int brokers() throws InterruptedException {
        return await(admin.describeCluster(new DescribeClusterOptions().timeoutMs(TRY_MS)).nodes()).size();
    }

    /// Waits for an answer; what it failed with is thrown as it is.
    static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof KafkaException reason) {
                throw reason;
            }
            throw new KafkaException(failed.getCause());
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
