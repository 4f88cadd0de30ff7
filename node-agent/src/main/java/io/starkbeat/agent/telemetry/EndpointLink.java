package io.starkbeat.agent.telemetry;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to one endpoint: connects, sends what its outbox holds, and connects again, on a virtual thread of its own,
/// until it is closed. What goes wrong is told once, and once more when it has changed.
final class EndpointLink {
    private static final Logger log = LoggerFactory.getLogger(EndpointLink.class);

    /// How an endpoint that is gone is found out.
    ///
    /// @param pingEvery how often it is asked for a sign of life, whatever else is sent
    /// @param stallLimit how long it may say nothing, or read nothing
    record Pulse(Duration pingEvery, Duration stallLimit) {
        /// A gateway under pressure reads no sockets for a while: that is no reason to go.
        static final Pulse USUAL = new Pulse(Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    /// A connection that has held so long was a good one.
    private static final Duration STEADY_AFTER = Duration.ofSeconds(10);
    /// Kinds of error frames of which the operator is told.
    private static final int MAX_TOLD = 50;

    private final TelemetryEndpoint endpoint;
    private final TelemetryConfig config;
    private final HttpClient client;
    private final Pulse pulse;
    private final Outbox outbox;
    private final Backoff backoff;
    private final Set<String> toldFrames = new HashSet<>();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private boolean toldConnected;
    private String toldFault = "";
    private @Nullable Thread thread;

    EndpointLink(TelemetryEndpoint endpoint, TelemetryConfig config, HttpClient client, MessageWriter writer,
            Pulse pulse) {
        this.endpoint = endpoint;
        this.config = config;
        this.client = client;
        this.pulse = pulse;
        this.outbox = new Outbox(config.outbox(), writer);
        this.backoff = new Backoff(config.firstRetry(), config.slowestRetry(), ThreadLocalRandom.current());
    }

    TelemetryEndpoint endpoint() {
        return endpoint;
    }

    Outbox outbox() {
        return outbox;
    }

    void start() {
        thread = Thread.ofVirtual().name("telemetry " + endpoint).start(this::run);
    }

    /// Has it send what it has and end; returns at once.
    void beginClose() {
        closing.complete(null);
        outbox.wake();
    }

    /// Waits for its end, and brings it about at a time (of [System#nanoTime()]).
    void awaitClosed(long deadline) throws InterruptedException {
        var running = thread;
        if (running != null && !running.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            // Also for who closes it before this thread has run.
            do {
                var session = new SocketSession(this::answered, outbox::wake);
                var wait = attempt(session);
                if (wait.isPresent()) {
                    pause(wait.get());
                }
            } while (!closing.isDone());
        } catch (InterruptedException told) {
            log.debug("telemetry to {} was ended", endpoint, told);
        }
    }

    /// Whatever fails, and be it a program's error: an endpoint that nobody tells anything any more would be worse.
    private Optional<Duration> attempt(SocketSession session) throws InterruptedException {
        try {
            return connect(session);
        } catch (RuntimeException unforeseen) {
            log.debug("telemetry to {} met an error of this program", endpoint, unforeseen);
            outbox.disconnected();
            var wait = patient();
            // Without its text, which may have what not everybody should read who reads the log.
            tell("an error of this program (" + unforeseen.getClass().getName() + ")", wait);
            return Optional.of(wait);
        }
    }

    /// One attempt, and all that is said on its connection.
    ///
    /// @return how long to wait before the next one
    private Optional<Duration> connect(SocketSession session) throws InterruptedException {
        var builder = client.newWebSocketBuilder().connectTimeout(CONNECT_LIMIT);
        config.headers().forEach(builder::header);
        WebSocket socket;
        var attempt = builder.buildAsync(endpoint.uri(), session);
        try {
            CompletableFuture.anyOf(attempt, closing).get(CONNECT_LIMIT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
            if (!attempt.isDone() && outbox.isEmpty()) {
                var _ = attempt.thenAccept(WebSocket::abort);
                return Optional.empty();
            }
            // While it closes too, for what is left; who closes it interrupts this when that takes too long.
            socket = attempt.get(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            var _ = attempt.thenAccept(WebSocket::abort);
            throw told;
        } catch (ExecutionException | TimeoutException failed) {
            var _ = attempt.thenAccept(WebSocket::abort);
            outbox.disconnected();
            var fault = ConnectFault.of(failed);
            var wait = fault.retryAfter().orElseGet(() -> fault.patient() ? patient() : backoff.next());
            tell(fault.sentence(), wait);
            return Optional.of(wait);
        }
        return speak(socket, session);
    }

    private Optional<Duration> speak(WebSocket socket, SocketSession session) throws InterruptedException {
        var since = System.nanoTime();
        outbox.connected();
        if (!toldConnected || !toldFault.isEmpty()) {
            log.info("Reporting to {}", endpoint);
            toldConnected = true;
            toldFault = "";
        }
        tellListener(() -> config.listener().connected(endpoint));
        try {
            sendAll(socket, session);
        } finally {
            socket.abort();
            outbox.disconnected();
            var reason = session.reason();
            tellListener(() -> config.listener().disconnected(endpoint, reason));
        }
        if (closing.isDone()) {
            return Optional.empty();
        }
        if (System.nanoTime() - since > STEADY_AFTER.toNanos()) {
            backoff.reset();
        }
        var wait = backoff.next();
        tell("the connection was " + session.reason(), wait);
        return Optional.of(wait);
    }

    private void sendAll(WebSocket socket, SocketSession session) throws InterruptedException {
        var nextPing = System.nanoTime() + pulse.pingEvery.toNanos();
        while (!session.hasEnded()) {
            var text = outbox.take(closing.isDone() ? 0 : Math.max(0, nextPing - System.nanoTime()));
            if (text.isPresent()) {
                var began = System.nanoTime();
                if (session.isWritten(socket.sendText(text.get(), true), pulse.stallLimit)) {
                    outbox.taken();
                }
                if (System.nanoTime() - began > pulse.pingEvery.toNanos()) {
                    // It read nothing for so long, and could not answer: it gets the time to.
                    nextPing = System.nanoTime() + pulse.pingEvery.toNanos();
                }
            } else if (closing.isDone() && outbox.isEmpty()) {
                if (!session.hasEnded() && session.isWritten(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""),
                        CLOSE_LIMIT)) {
                    session.awaitEnd(CLOSE_LIMIT);
                }
                return;
            }
            // Between texts too: an endpoint that vanished may be written to for long, as far as buffers go.
            if (!session.hasEnded() && !closing.isDone() && System.nanoTime() - nextPing >= 0) {
                nextPing = System.nanoTime() + pulse.pingEvery.toNanos();
                if (session.silentFor().compareTo(pulse.stallLimit) > 0) {
                    session.end("lost: nothing was heard for " + pulse.stallLimit.toSeconds() + " s");
                } else {
                    session.isWritten(socket.sendPing(ByteBuffer.allocate(0)), pulse.stallLimit);
                }
            }
        }
    }

    private void answered(String text) {
        ErrorFrame.read(text).ifPresent(frame -> {
            tellListener(() -> config.listener().refused(endpoint, frame));
            if (toldFrames.size() < MAX_TOLD && toldFrames.add(frame.code() + ' ' + frame.field())) {
                if (frame.rejectsIdentity()) {
                    log.error("{} does not take this node for who it says it is: {} ({})", endpoint, frame.message(),
                            frame.code());
                } else {
                    log.warn("{} did not take something: {} ({}; this kind is told once)", endpoint, frame.message(),
                            frame.code());
                }
            }
        });
    }

    private void tell(String fault, Duration wait) {
        if (fault.equals(toldFault)) {
            log.debug("still cannot report to {}: {}; next in {}", endpoint, fault, wait);
        } else {
            toldFault = fault;
            log.warn("Cannot report to {}: {}. It is tried again, next in {} s", endpoint, fault,
                    Math.max(1, wait.toSeconds()));
        }
    }

    private void tellListener(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failed) {
            log.warn("a telemetry listener failed", failed);
        }
    }

    private Duration patient() {
        // What only an operator can mend is tried more seldom, but it is tried: he may mend it at the other end.
        return config.slowestRetry().dividedBy(2).plus(backoff.next().dividedBy(2));
    }

    private void pause(Duration wait) throws InterruptedException {
        try {
            closing.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // The wait is over.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
