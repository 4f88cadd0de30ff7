package io.starkbeat.standalone.verify;

import io.starkbeat.aggregator.AggregatorSettings;
import io.starkbeat.kit.kafka.KafkaFaults;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What the oracle asks of Kafka besides the records: partitions, ends, and how far the aggregator has committed.
final class Cluster implements AutoCloseable {
    private static final String CLIENT = "verify-state";

    private final KafkaSettings kafka;
    private final String group;
    private final Admin admin;

    Cluster(AggregatorSettings pipeline) {
        this.kafka = pipeline.kafka();
        this.group = pipeline.applicationId();
        try {
            this.admin = Admin.create(kafka.admin(CLIENT));
        } catch (KafkaException failed) {
            throw unreachable(failed);
        }
    }

    /// The consumer group of the aggregator.
    String group() {
        return group;
    }

    /// The partitions of a topic.
    ///
    /// @throws VerifierException when there is no such topic
    List<TopicPartition> partitions(Topic topic) throws InterruptedException {
        String name = kafka.topic(topic);
        try {
            // The answer holds the topic that was asked for, or the question failed.
            int count = Objects.requireNonNull(admin.describeTopics(List.of(name)).allTopicNames().get().get(name))
                    .partitions()
                    .size();
            return IntStream.range(0, count).mapToObj(number -> new TopicPartition(name, number)).toList();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new VerifierException("there is no topic " + name + " at " + kafka.bootstrap()
                        + ": has this Starkbeat ever run? If its topics are called otherwise, set TOPIC_PREFIX",
                        failed);
            }
            throw unreachable(failed);
        }
    }

    /// The first retained offsets.
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) throws InterruptedException {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    }

    /// Behind the last records that readers of committed records may see.
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) throws InterruptedException {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /// Behind the last records written, those of open transactions included.
    Map<TopicPartition, Long> endsOfAll(Collection<TopicPartition> partitions) throws InterruptedException {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which,
            IsolationLevel isolation) throws InterruptedException {
        var question = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(question, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /// How far the aggregator has folded each partition, as far as it ever committed anything of it.
    Map<TopicPartition, Long> folded() throws InterruptedException {
        Map<TopicPartition, Long> folded = new HashMap<>();
        try {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, committed) -> {
                        if (committed != null) {
                            folded.put(partition, committed.offset());
                        }
                    });
            return folded;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                // No aggregator ever committed.
                return folded;
            }
            throw unreachable(failed);
        }
    }

    private <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw unreachable(failed);
        }
    }

    /// The person's line for a failure of a Kafka client.
    VerifierException unreachable(Exception failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String line = KafkaFaults.explain(failed)
                .map(fault -> String.valueOf(fault.getMessage()))
                .orElse("Kafka at " + kafka.bootstrap()
                        + " does not answer: start it, or set KAFKA_BOOTSTRAP_SERVERS to "
                        + "where it is (" + root.getMessage() + ")");
        return new VerifierException(line, failed);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
