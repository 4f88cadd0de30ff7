package io.starkbeat.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starkbeat.crawler.CrawlerMetrics.Sent;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends sightings to Kafka, one after the other by a thread of its own, since a producer's `send` may block. While Kafka is
/// away sightings wait here, so many at most; more are dropped and counted, and the round goes on: what is dropped today is
/// found again in the next round.
final class SightingPublisher {
    private static final Logger log = LoggerFactory.getLogger(SightingPublisher.class);

    /// Sightings that wait: as many as a round tells of at most, some 10 MB.
    private static final int WAITING = 10_000;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final List<Header> headers;
    private final CrawlerMetrics metrics;
    private final BlockingQueue<PeerSighting> waiting;
    private final Thread thread = Thread.ofPlatform().name("sighting-publisher").unstarted(this::run);
    private final AtomicBoolean troubled = new AtomicBoolean();
    private volatile boolean leaving;
    private volatile boolean givingUp;

    /// @param producer used by this publisher alone, and closed by it
    SightingPublisher(Producer<byte[], byte[]> producer, String topic, String crawler, CrawlerMetrics metrics) {
        this(producer, topic, crawler, metrics, WAITING);
    }

    SightingPublisher(Producer<byte[], byte[]> producer, String topic, String crawler, CrawlerMetrics metrics,
            int mostWaiting) {
        this.producer = producer;
        this.topic = topic;
        this.headers = List.of(
                new RecordHeader(RecordHeaders.SCHEMA, RecordCodec.PEER_SIGHTING.schema().getBytes(UTF_8)),
                new RecordHeader(RecordHeaders.CRAWLER, crawler.getBytes(UTF_8)));
        this.metrics = metrics;
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
    }

    void start() {
        thread.start();
    }

    /// Hands a sighting over. Never blocks.
    void publish(PeerSighting sighting) {
        if (leaving || !waiting.offer(sighting)) {
            metrics.sent(Sent.DROPPED);
            trouble("Kafka takes no sightings and " + waiting.size() + " wait already: more are dropped until it does");
        }
    }

    /// Sightings that wait for Kafka.
    int waiting() {
        return waiting.size();
    }

    private void run() {
        try {
            while (!leaving || !waiting.isEmpty()) {
                PeerSighting next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException told) {
            log.debug("told to give up", told);
        }
        for (PeerSighting left = waiting.poll(); left != null; left = waiting.poll()) {
            metrics.sent(Sent.DROPPED);
        }
    }

    /// Again and again while Kafka is away, until this publisher is closed.
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
    private void send(PeerSighting sighting) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, sighting.seenAt().toEpochMilli(),
                sighting.peerId().getBytes(UTF_8), RecordCodec.PEER_SIGHTING.encode(sighting), headers);
        while (!givingUp) {
            Attempt attempt = new Attempt();
            try {
                producer.send(record, attempt);
            } catch (InterruptException told) {
                metrics.sent(Sent.DROPPED);
                boolean cleared = Thread.interrupted();
                throw new InterruptedException("told to give up, flag " + cleared);
            } catch (KafkaException | IllegalStateException refused) {
                attempt.onCompletion(null, refused);
            }
            if (!attempt.mustBeRepeated) {
                return;
            }
        }
        metrics.sent(Sent.DROPPED);
    }

    private final class Attempt implements Callback {
        /// Used by the publishing thread alone.
        private boolean mustBeRepeated;

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata,
                @Nullable Exception failure) {
            if (failure == null) {
                metrics.sent(Sent.ACKNOWLEDGED);
                if (troubled.compareAndSet(true, false)) {
                    log.info("Kafka takes sightings again");
                }
            } else if (failure instanceof TimeoutException && Thread.currentThread() == thread) {
                // The producer gave up before it took the record: no broker told where the topic lies.
                mustBeRepeated = true;
                trouble("Kafka takes no sightings now; they wait, and the crawl goes on: " + failure.getMessage());
            } else {
                metrics.sent(Sent.DROPPED);
                trouble("Kafka refused a sighting: " + failure.getMessage());
            }
        }
    }

    /// One line for a trouble, however many records it concerns.
    private void trouble(String line) {
        if (troubled.compareAndSet(false, true)) {
            log.warn(line);
        }
    }

    boolean isTroubled() {
        return troubled.get();
    }

    /// Sends what waits, then closes the producer. Blocks.
    ///
    /// @param within after which what is left is dropped
    void close(Duration within) throws InterruptedException {
        leaving = true;
        if (thread.isAlive() && !thread.join(within)) {
            givingUp = true;
            thread.interrupt();
            thread.join();
        }
        producer.close(within);
    }
}
