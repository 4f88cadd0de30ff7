package io.starkbeat.embedded.junit;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;

/// One test class's view of a Kafka that runs elsewhere and outlives the tests: they take away what they made.
record GivenKafka(String bootstrapServers, String uniquePrefix) implements KafkaCluster, AutoCloseable {

    /// How long a cluster that is up may take to answer.
    private static final int ANSWER_SECONDS = 30;

    /// @throws IllegalStateException when nobody answers there
    GivenKafka {
        try (var admin = admin(bootstrapServers)) {
            admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no Kafka answers at " + bootstrapServers + ", which -D"
                    + KafkaExtension.BOOTSTRAP + " names; start it, or leave the property out to use an embedded one",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting to " + bootstrapServers, e);
        }
    }

    /// Deletes the topics that carry the class's prefix, at the end of the run.
    ///
    /// @throws IllegalStateException when that is not possible; the topics' names begin with [#uniquePrefix()]
    @Override
    public void close() {
        try (var admin = admin(bootstrapServers)) {
            var ours = admin.listTopics()
                    .names()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .stream()
                    .filter(topic -> topic.startsWith(uniquePrefix))
                    .toList();
            admin.deleteTopics(ours).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the test topics " + uniquePrefix + "* could not be deleted from "
                    + bootstrapServers + "; delete them by hand", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms",
                String.valueOf(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS)), "request.timeout.ms", "5000"));
    }
}
