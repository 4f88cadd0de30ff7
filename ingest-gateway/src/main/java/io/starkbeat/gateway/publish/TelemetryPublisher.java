package io.starkbeat.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.publish.OutgoingRecord.Outcome;
import io.starkbeat.gateway.publish.OutgoingRecord.Settled;
import io.starkbeat.kit.health.Health;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes records in the order in which they are handed over, each one until Kafka has acknowledged it.
///
/// [#publish] only enqueues and may be called on event loops. One thread of its own calls the producer's `send`, which
/// can block: for metadata that are cold, or for room in the producer's buffer. What `send` gave up waiting for is sent
/// again, before anything behind it. While Kafka is away records wait, here and in the producer; their number is bounded
/// by the [InFlightBudget] and by whoever heeds it.
public final class TelemetryPublisher {
    private static final Logger log = LoggerFactory.getLogger(TelemetryPublisher.class);

    private final Producer<byte[], byte[]> producer;
    private final Function<Topic, String> topicNames;
    private final int partitions;
    private final Header gatewayHeader;
    private final InFlightBudget budget;
    private final GatewayMetrics metrics;
    private final BlockingQueue<Step> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean givingUp;
    private volatile @Nullable String trouble;
    private volatile @Nullable String fatal;

    /// What the publishing thread is to do next.
    private sealed interface Step {
        record Send(OutgoingRecord outgoing, long enqueuedAt) implements Step {}

        record Leave() implements Step {}
    }

    /// @param producer   used by this publisher alone, and closed by it; `max.block.ms` bounds how late it notices a stop
    /// @param partitions of each of the topics
    /// @param gateway    the id of this instance, for the records' header
    public TelemetryPublisher(Producer<byte[], byte[]> producer, Function<Topic, String> topicNames, int partitions,
            String gateway, InFlightBudget budget, GatewayMetrics metrics) {
        this.producer = producer;
        this.topicNames = topicNames;
        this.partitions = partitions;
        this.gatewayHeader = new RecordHeader(RecordHeaders.GATEWAY, gateway.getBytes(UTF_8));
        this.budget = budget;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().name("telemetry-publisher").unstarted(this::run);
    }

    /// Starts the thread.
    public void start() {
        thread.start();
    }

    /// Hands a record over. Never blocks, never refuses before [#close].
    public void publish(OutgoingRecord outgoing) {
        budget.take(outgoing.charge(), outgoing.cost());
        if (closed.get()) {
            settle(outgoing.charge(), outgoing.cost(), outgoing.settled(), Outcome.DISCARDED);
        } else {
            queue.add(new Step.Send(outgoing, System.nanoTime()));
        }
    }

    /// How publishing goes: ready while Kafka takes what it is given, live while this producer ever can again.
    public Health.Check check() {
        String forGood = fatal;
        if (forGood != null) {
            return Health.live("publisher", false, forGood);
        }
        String now = trouble;
        return Health.ready("publisher", now == null, now == null ? "Kafka takes what it is given" : now);
    }

    private void run() {
        while (true) {
            try {
                if (queue.take() instanceof Step.Send(OutgoingRecord outgoing, long enqueuedAt)) {
                    send(outgoing, enqueuedAt);
                } else {
                    return;
                }
            } catch (InterruptedException cut) {
                // Only close() interrupts, to end a wait that is too long; what is left goes quickly now.
                log.debug("the publisher was told to hurry", cut);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    private void send(OutgoingRecord outgoing, long enqueuedAt) {
        ProducerRecord<byte[], byte[]> record = record(outgoing);
        Sending sending = new Sending(outgoing.charge(), outgoing.cost(), enqueuedAt, outgoing.settled());
        do {
            if (givingUp) {
                sending.settle(Outcome.DISCARDED);
                return;
            }
            sending.begin();
            try {
                producer.send(record, sending);
            } catch (InterruptException cut) {
                sending.settle(Outcome.DISCARDED);
                // The flag stays set after Kafka's exception; the queue has to be emptied all the same.
                boolean cleared = Thread.interrupted();
                log.debug("a send was cut off, flag {}", cleared);
            } catch (KafkaException | IllegalStateException refused) {
                sending.refused(refused);
            } catch (RuntimeException | Error defect) {
                // A native library of Kafka's compression that cannot be loaded comes as this, with the first record.
                sending.defective(defect);
            }
        } while (sending.mustBeRepeated());
    }

    private ProducerRecord<byte[], byte[]> record(OutgoingRecord outgoing) {
        return new ProducerRecord<>(topicNames.apply(outgoing.topic()),
                KeyPartition.of(outgoing.placedBy(), partitions), outgoing.time().toEpochMilli(),
                outgoing.key().getBytes(UTF_8), outgoing.value(),
                List.of(new RecordHeader(RecordHeaders.SCHEMA, outgoing.schema().getBytes(UTF_8)), gatewayHeader));
    }

    private void settle(Charge charge, long cost, Settled settled, Outcome outcome) {
        budget.release(charge, cost);
        settled.settled(outcome);
    }

    /// One record inside the producer. Holds what is needed for its end, not its bytes.
    private final class Sending implements Callback {
        private final Charge charge;
        private final long cost;
        private final long enqueuedAt;
        private final Settled settled;
        /// Used by the publishing thread alone: the callback comes on it when `send` gave up before it took the record.
        private boolean gaveUp;

        private Sending(Charge charge, long cost, long enqueuedAt, Settled settled) {
            this.charge = charge;
            this.cost = cost;
            this.enqueuedAt = enqueuedAt;
            this.settled = settled;
        }

        void begin() {
            gaveUp = false;
        }

        boolean mustBeRepeated() {
            return gaveUp;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                trouble = null;
                metrics.acknowledgedAfter(System.nanoTime() - enqueuedAt);
                settle(Outcome.ACKNOWLEDGED);
            } else if (Thread.currentThread() == thread && failure instanceof RetriableException) {
                gaveUp = true;
                trouble = "Kafka takes nothing now: " + failure.getMessage();
            } else {
                refused(failure);
            }
        }

        void refused(Exception failure) {
            if (givingUp) {
                settle(Outcome.DISCARDED);
                return;
            }
            if (ProducerFailure.isFinal(failure)) {
                if (fatal == null) {
                    log.error("Kafka will take nothing from this producer any more; restart the gateway", failure);
                }
                fatal = "this producer can never write again, restart the gateway: " + failure.getMessage();
            } else {
                if (trouble == null) {
                    log.error("Kafka refused a record", failure);
                }
                trouble = "Kafka refused a record: " + failure.getMessage();
            }
            settle(Outcome.REFUSED);
        }

        /// Whatever else goes wrong must not end the thread: sockets would wait for it for ever, and nobody would know.
        void defective(Throwable defect) {
            if (fatal == null) {
                log.error("Kafka's client is broken; restart the gateway", defect);
            }
            fatal = "Kafka's client is broken, restart the gateway: " + defect;
            settle(Outcome.REFUSED);
        }

        void settle(Outcome outcome) {
            TelemetryPublisher.this.settle(charge, cost, settled, outcome);
        }
    }

    /// Publishes what was handed over before, then closes the producer. Blocks.
    ///
    /// @param within how long to wait for Kafka; what it has not acknowledged by then is given up and counted
    public void close(Duration within) throws InterruptedException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + within.toNanos();
        queue.add(new Step.Leave());
        if (!thread.isAlive() || !thread.join(within)) {
            givingUp = true;
            thread.interrupt();
            thread.join();
        }
        // What Kafka does not acknowledge from here on was not refused by it, there was no more time.
        givingUp = true;
        for (Step left = queue.poll(); left != null; left = queue.poll()) {
            if (left instanceof Step.Send(OutgoingRecord outgoing, long _)) {
                settle(outgoing.charge(), outgoing.cost(), outgoing.settled(), Outcome.DISCARDED);
            }
        }
        producer.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
}
