package io.starkbeat.standalone.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Sits in the aggregator's producer and, once it is told to, ends the process at the worst moment: the changelogs of a
/// node's new state are acknowledged, the state itself has not been sent.
///
/// It is told by a file ([#FILE]) that holds a number: from the first output after the file is there, that many outputs
/// go through, and the next never does.
public final class HaltBetween implements ProducerInterceptor<byte[], byte[]> {
    /// The environment variable that names the file.
    static final String FILE = "HALT_BETWEEN_FILE";
    /// What the process exits with; as if killed by SIGKILL.
    static final int EXIT = 137;
    /// How the line begins that it prints when it halts.
    static final String HALTED = "halted between changelog and output";

    private static final long ACKNOWLEDGED_WITHIN = TimeUnit.SECONDS.toNanos(5);

    private static final AtomicLong changelogsSent = new AtomicLong();
    private static final AtomicLong changelogsAcknowledged = new AtomicLong();
    private static final AtomicLong outputsLeft = new AtomicLong(-1);

    private final Path file = Path.of(System.getenv(FILE));

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        if (isChangelog(record.topic())) {
            changelogsSent.incrementAndGet();
        } else if (record.topic().endsWith("node-state") && isTold() && outputsLeft.getAndDecrement() == 0) {
            halt(record);
        }
        return record;
    }

    /// On the stream thread, which therefore sends nothing more; the producer's own thread goes on.
    private static void halt(ProducerRecord<byte[], byte[]> record) {
        var patience = System.nanoTime() + ACKNOWLEDGED_WITHIN;
        while (changelogsAcknowledged.get() < changelogsSent.get() && System.nanoTime() - patience < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        System.out.println(HALTED + ": " + record.topic() + "-" + record.partition() + " of " + key(record) + ", "
                + changelogsAcknowledged + " of " + changelogsSent + " changelog records acknowledged");
        System.out.flush();
        Runtime.getRuntime().halt(EXIT);
    }

    private static String key(ProducerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private boolean isTold() {
        if (outputsLeft.get() >= 0) {
            return true;
        }
        if (!Files.exists(file)) {
            return false;
        }
        try {
            outputsLeft.compareAndSet(-1, Long.parseLong(Files.readString(file).strip()));
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failed) {
        if (metadata != null && failed == null && isChangelog(metadata.topic())) {
            changelogsAcknowledged.incrementAndGet();
        }
    }

    private static boolean isChangelog(String topic) {
        return topic.endsWith("-changelog");
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
