package io.starkbeat.kit.kafka;

import io.starkbeat.kit.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the cluster answers, asked every few seconds by a thread of its own, so that a health check only reads the
/// last answer.
public final class BrokerProbe implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerProbe.class);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(2);
    /// Longer than the pause of a broker's garbage collector or the change of its controller: a probe that fails sooner
    /// sends a load balancer to and fro.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /// What the last question told.
    public sealed interface Reachability {
        /// Nothing yet: the first question is still open.
        record Unknown() implements Reachability {}

        /// The cluster answers.
        ///
        /// @param since   when it answered first, after the start or after a silence
        /// @param brokers how many brokers it has now
        record Reachable(Instant since, int brokers) implements Reachability {}

        /// The cluster does not answer.
        ///
        /// @param since  when the first of the questions that failed was asked
        /// @param reason of the last failure, for a person
        record Unreachable(Instant since, String reason) implements Reachability {}
    }

    private final KafkaSettings settings;
    private final String clientId;
    private final InstantSource clock;
    private final Duration betweenQuestions;
    private final Duration answerWithin;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Reachability last = new Reachability.Unknown();

    private BrokerProbe(KafkaSettings settings, String clientId, InstantSource clock, Duration betweenQuestions,
            Duration answerWithin) {
        this.settings = settings;
        this.clientId = clientId;
        this.clock = clock;
        this.betweenQuestions = betweenQuestions;
        this.answerWithin = answerWithin;
        this.thread = Thread.ofPlatform().name("broker-probe-" + clientId).daemon().unstarted(this::ask);
    }

    /// Starts to ask. Returns at once; nothing is known until the first answer.
    ///
    /// @param clientId of the probe's own admin client
    public static BrokerProbe start(KafkaSettings settings, String clientId, InstantSource clock) {
        return start(settings, clientId, clock, BETWEEN_QUESTIONS, ANSWER_WITHIN);
    }

    static BrokerProbe start(KafkaSettings settings, String clientId, InstantSource clock, Duration betweenQuestions,
            Duration answerWithin) {
        BrokerProbe probe = new BrokerProbe(settings, clientId, clock, betweenQuestions, answerWithin);
        probe.thread.start();
        return probe;
    }

    /// The last answer; never blocks.
    public Reachability reachability() {
        return last;
    }

    /// The last answer as a readiness check called `broker`; never blocks.
    public Health.Check check() {
        return switch (last) {
            case Reachability.Unknown() -> Health.ready("broker", false, "Kafka has not answered yet");
            case Reachability.Reachable(Instant since, int brokers) -> Health.ready("broker", true,
                    "Kafka answers since " + since.truncatedTo(ChronoUnit.SECONDS) + ", brokers: " + brokers);
            case Reachability.Unreachable(Instant since, String reason) -> Health.ready("broker", false,
                    "Kafka does not answer since " + since.truncatedTo(ChronoUnit.SECONDS) + ": " + reason);
        };
    }

    private void ask() {
        @Nullable
        Admin admin = null;
        try {
            do {
                Instant asked = clock.instant();
                try {
                    if (admin == null) {
                        // Here and not before: it throws when no server's name can be resolved.
                        admin = Admin.create(settings.admin(clientId));
                    }
                    int brokers = admin
                            .describeCluster(new DescribeClusterOptions().timeoutMs((int) answerWithin.toMillis()))
                            .nodes()
                            .get()
                            .size();
                    answered(asked, brokers);
                } catch (ExecutionException | KafkaException failed) {
                    failed(asked, KafkaFaults.rootReason(failed));
                }
            } while (!closed.await(betweenQuestions.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException told) {
            log.debug("broker probe {} told to end", clientId);
            Thread.currentThread().interrupt();
        } finally {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private void answered(Instant asked, int brokers) {
        if (last instanceof Reachability.Reachable(Instant since, int before)) {
            if (before != brokers) {
                last = new Reachability.Reachable(since, brokers);
            }
            return;
        }
        if (last instanceof Reachability.Unreachable(Instant since, String reason)) {
            log.info("Kafka answers again, after {} s", Duration.between(since, asked).toSeconds());
        }
        last = new Reachability.Reachable(asked, brokers);
    }

    private void failed(Instant asked, String reason) {
        if (last instanceof Reachability.Unreachable(Instant since, String before)) {
            last = new Reachability.Unreachable(since, reason);
        } else {
            log.warn("Kafka at {} does not answer: {}", settings.bootstrap(), reason);
            last = new Reachability.Unreachable(asked, reason);
        }
    }

    /// Ends the asking; the last answer stays.
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
