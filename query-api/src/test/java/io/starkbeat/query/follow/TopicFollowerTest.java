package io.starkbeat.query.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {
    private static final TopicPartition PARTITION = new TopicPartition("told", 0);

    @Test
    void aRecordThatCannotBeTakenEndsNothing() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        List<String> taken = new CopyOnWriteArrayList<>();
        AtomicInteger failed = new AtomicInteger();
        TopicFollower follower = new TopicFollower("followed", Consumer::seekToBeginning, record -> {
            String text = new String(record.value(), StandardCharsets.UTF_8);
            if (text.startsWith("bad")) {
                throw new IllegalStateException(text);
            }
            taken.add(text);
        }, failed::incrementAndGet, () -> consumer);
        try (follower) {
            follower.start(List.of(PARTITION));
            await().until(() -> consumer.assignment().contains(PARTITION));
            List<String> sent = List.of("one", "bad one", "two", "bad two", "three");
            for (int offset = 0; offset < sent.size(); offset++) {
                consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0],
                        sent.get(offset).getBytes(StandardCharsets.UTF_8)));
            }
            await().until(() -> taken.contains("three"));
            assertThat(taken).containsExactly("one", "two", "three");
            assertThat(failed).hasValue(2);
        }
        assertThat(consumer.closed()).isTrue();
    }
}
