package io.starkbeat.query.follow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads partitions of one topic on a thread of its own, without a group: every replica needs all that it reads, and its
/// place is nobody's business.
public final class TopicFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);

    /// A poll returns at once when something arrives; this only bounds how often an idle loop turns.
    private static final Duration POLL = Duration.ofSeconds(1);
    /// After a failure that the client does not overcome by itself (no authority, for example) before the next try.
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final String thread;
    private final Supplier<Consumer<byte[], byte[]>> open;
    private final BiConsumer<Consumer<byte[], byte[]>, List<TopicPartition>> place;
    private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker;
    private final Runnable failed;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Thread reading;
    /// Of the reading thread alone.
    private long failures;

    /// @param thread what the thread is called
    /// @param config of a consumer that reads what is committed
    /// @param place  sets where reading begins, and is tried again when it fails
    /// @param taker  is given each record
    /// @param failed counts a record at which the taker failed, which is passed over
    public TopicFollower(String thread, Map<String, Object> config,
            BiConsumer<Consumer<byte[], byte[]>, List<TopicPartition>> place,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker, Runnable failed) {
        this(thread, place, taker, failed,
                () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /// @param open makes the consumer, once
    TopicFollower(String thread, BiConsumer<Consumer<byte[], byte[]>, List<TopicPartition>> place,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker, Runnable failed,
            Supplier<Consumer<byte[], byte[]>> open) {
        this.thread = thread;
        this.open = open;
        this.place = place;
        this.taker = taker;
        this.failed = failed;
    }

    /// Starts reading; returns at once. Does nothing after [#close()].
    public synchronized void start(List<TopicPartition> partitions) {
        if (stopping.getCount() == 0) {
            return;
        }
        Consumer<byte[], byte[]> opened = open.get();
        consumer = opened;
        reading = Thread.ofPlatform().daemon().name(thread).start(() -> run(opened, partitions));
    }

    private void run(Consumer<byte[], byte[]> from, List<TopicPartition> partitions) {
        try (from) {
            from.assign(partitions);
            boolean placed = false;
            while (stopping.getCount() > 0) {
                placed = read(from, partitions, placed);
            }
        } catch (WakeupException e) {
            log.debug("{} ends", thread, e);
        }
    }

    /// @return whether the place has been set
    private boolean read(Consumer<byte[], byte[]> from, List<TopicPartition> partitions, boolean placed) {
        boolean isPlaced = placed;
        try {
            if (!isPlaced) {
                place.accept(from, partitions);
                isPlaced = true;
            }
            from.poll(POLL).forEach(this::take);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            log.warn("Cannot read {}; what it tells stands still meanwhile, next try in {} s",
                    partitions.getFirst().topic(), PAUSE.toSeconds(), e);
            pause();
        }
        return isPlaced;
    }

    /// One record that a defect of ours cannot take must not end the reading of all that follow it.
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            taker.accept(record);
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                log.error(
                        "Cannot take the record at partition {}, offset {} of {}; it is passed over, and so are, without"
                                + " another word, those that fail after it. Report this",
                        record.partition(), record.offset(),
                        record.topic(), e);
            }
            failed.run();
        }
    }

    private void pause() {
        try {
            boolean stopped = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            log.debug("Pause over, stopping: {}", stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops reading, within seconds.
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            stopping.countDown();
            if (consumer != null) {
                consumer.wakeup();
            }
            ending = reading;
        }
        if (ending != null) {
            try {
                if (!ending.join(CLOSE_LIMIT)) {
                    log.warn("{} did not end within {} s", thread, CLOSE_LIMIT.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
