package io.starkbeat.standalone.faults;

import io.starkbeat.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// The aggregators as the broker sees them: how far they have committed, and who has which partitions.
final class AggregatorGroup implements AutoCloseable {
    private static final String GROUP = Site.TOPIC_PREFIX + "aggregator";
    private static final String INPUT = Topic.NODE_TELEMETRY.in(Site.TOPIC_PREFIX);

    private final Admin admin;
    private final int partitions;

    AggregatorGroup(String bootstrapServers, int partitions) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.partitions = partitions;
    }

    /// Records of the input that lie behind the committed offsets.
    long lag() {
        var committed = get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        var ends = get(admin
                .listOffsets(IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(INPUT, partition))
                        .collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())))
                .all());
        return ends.entrySet().stream().mapToLong(end -> lag(end, committed.get(end.getKey()))).sum();
    }

    private static long lag(Map.Entry<TopicPartition, ListOffsetsResultInfo> end,
            OffsetAndMetadata committed) {
        return end.getValue().offset() - (committed == null ? 0 : committed.offset());
    }

    /// How many partitions of the input each instance has, by its name; those that have none are not told.
    Map<String, Long> shares() {
        return get(admin.describeConsumerGroups(List.of(GROUP)).all()).get(GROUP)
                .members()
                .stream()
                .filter(member -> member.assignment()
                        .topicPartitions()
                        .stream()
                        .anyMatch(each -> each.topic().equals(INPUT)))
                .collect(Collectors.toMap(member -> instance(member.clientId()),
                        member -> member.assignment()
                                .topicPartitions()
                                .stream()
                                .filter(each -> each.topic().equals(INPUT))
                                .count(),
                        Long::sum));
    }

    /// Kafka Streams adds its thread to our name.
    private static String instance(String clientId) {
        return clientId.replaceFirst("^aggregator-", "").replaceFirst("-StreamThread-.*$", "");
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
