package io.starkbeat.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyPartitionTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 12, 50, 1000})
    void isWhereAProducerPutsTheKey(int partitions) {
        Random random = new Random(partitions);
        BitSet used = new BitSet();
        for (int i = 0; i < 5_000; i++) {
            String key = i % 2 == 0
                    ? new UUID(random.nextLong(), random.nextLong()).toString()
                    : "12D3KooW" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "é😀";
            int partition = KeyPartition.of(key, partitions);
            assertThat(partition).isEqualTo(
                    BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions));
            used.set(partition);
        }
        assertThat(used.cardinality()).isGreaterThan(partitions * 9 / 10);
        assertThat(used.length()).isLessThanOrEqualTo(partitions);
    }

    /// Written down, so that a change of Kafka's own rule, which would scatter a node's records, is noticed.
    @ParameterizedTest
    @CsvSource({
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony, 12, 11",
            "0d3ee2a5-7a35-4c5b-9c2e-5b7f4a1d8e10, 12, 7",
            "'', 12, 9"})
    void staysWhereItIs(String key, int partitions, int partition) {
        assertThat(KeyPartition.of(key, partitions)).isEqualTo(partition);
    }

    @Test
    void topicsThatMeetInOneTaskHaveTheSamePartitions() {
        assertThat(Topic.NODE_TELEMETRY.partitioning()).isEqualTo(Topic.Partitioning.JOINED);
        assertThat(Topic.NODE_SIGHTINGS.partitioning()).isEqualTo(Topic.Partitioning.JOINED);
    }
}
