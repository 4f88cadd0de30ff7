package io.starkbeat.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.starkbeat.gateway.address.SeenAddress.Sight;
import io.starkbeat.schemas.session.RejectionReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The gateway's counters. Each message that a node sends is counted once on each side of
///
/// ```
/// messages_received = messages_accepted          (Kafka has acknowledged all its reports)
///                   + messages_rejected          (nothing of it was taken, by reason)
///                   + messages_in_flight         (on its way to Kafka)
///                   + messages_failed            (Kafka refused it for good)
///                   + messages_discarded         (given up when the gateway had to stop without Kafka)
/// ```
///
/// (names with `starkbeat_gateway_` before them). Alert on `messages_failed` and `messages_discarded` above zero: these
/// were lost; on `messages_rejected` growing like `messages_received`: a client in the field is broken; on
/// `sockets_paused` above zero for minutes: Kafka does not keep up, and nodes are being held back. The identity not
/// holding over a minute is a defect of the gateway.
///
/// `socket_slots_taken` is `sockets_open` and the handshakes that are under way: a difference that stays is a defect, and
/// in time would keep an address out. Alert on `sockets_refused` by `address_full` and on `sockets_behind_proxies`, which
/// `TRUSTED_PROXIES` can mend.
///
/// Beside it: `fields_rejected` (parts of messages whose rest was taken, by reason and field), `control_records_lost`, `sockets_open`,
/// `sessions_open` (sockets that have reported), `in_flight_bytes`, `control_in_flight_bytes`, `unfinished_bytes`,
/// `sockets_paused`, `errors_told`, `errors_untold`, `protocol_violations`, and the timer `publish_latency` from a
/// record's making to its acknowledgement.
///
/// Thread-safe.
public final class GatewayMetrics {
    private static final String PREFIX = "starkbeat.gateway.";
    private static final String REASON = "reason";
    private static final String NO_FIELD = "none";

    /// Below the first Kafka's batches linger (5 ms); at the last a broker is gone.
    private static final Duration[] LATENCY_BUCKETS = {Duration.ofMillis(5), Duration.ofMillis(10),
            Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
            Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30)};

    /// Why a socket was not opened.
    public enum SocketRefusal {
        /// `MAX_SESSIONS_PER_ADDRESS`.
        ADDRESS_FULL("address_full"),
        /// The gateway is being stopped.
        STOPPING("stopping");

        private final String code;

        SocketRefusal(String code) {
            this.code = code;
        }
    }

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter accepted;
    private final Counter failed;
    private final Counter discarded;
    private final Counter controlLost;
    private final Counter errorsTold;
    private final Counter errorsUntold;
    private final Counter violations;
    private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
    private final Map<SocketRefusal, Counter> socketsRefused = new EnumMap<>(SocketRefusal.class);
    private final Map<Sight, Counter> socketsBehindProxies = new EnumMap<>(Sight.class);
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong socketsOpen = new AtomicLong();
    private final AtomicLong sessionsOpen = new AtomicLong();
    private final AtomicLong socketsPaused = new AtomicLong();
    private final Timer latency;

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        received = counter("messages.received", "Messages that nodes sent");
        accepted = counter("messages.accepted", "Messages whose reports Kafka has acknowledged");
        failed = counter("messages.failed", "Messages that Kafka refused for good: lost");
        discarded = counter("messages.discarded", "Messages given up at a stop without Kafka: lost");
        controlLost = counter("control.records.lost", "Records that open, keep or end sessions and were lost");
        errorsTold = counter("errors.told", "Error frames sent");
        errorsUntold = counter("errors.untold", "Error frames not sent: too many, or the sender does not read");
        violations = counter("protocol.violations", "Sessions ended because of a frame that WebSocket does not allow");
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(reason, Counter.builder(PREFIX + "messages.rejected")
                    .description("Messages of which nothing was taken")
                    .tag(REASON, reason.code())
                    .register(registry));
            // From zero on, so that the first one is an increase; those of each field come when they are needed.
            fieldsRejected(reason, NO_FIELD);
        }
        for (SocketRefusal refusal : SocketRefusal.values()) {
            socketsRefused.put(refusal, Counter.builder(PREFIX + "sockets.refused")
                    .description("WebSockets that were not opened")
                    .tag(REASON, refusal.code)
                    .register(registry));
        }
        for (Sight sight : EnumSet.complementOf(EnumSet.of(Sight.NODE))) {
            socketsBehindProxies.put(sight, Counter.builder(PREFIX + "sockets.behind.proxies")
                    .description("Handshakes through a proxy of which the node's address could not be learnt")
                    .tag(REASON, sight.code())
                    .register(registry));
        }
        gauge("messages.in.flight", "Messages on their way to Kafka", inFlight::get);
        gauge("sockets.open", "WebSockets that are open", socketsOpen::get);
        gauge("sessions.open", "Sessions that have reported and not ended", sessionsOpen::get);
        gauge("sockets.paused", "WebSockets that are not read because the byte budget is used up", socketsPaused::get);
        latency = Timer.builder(PREFIX + "publish.latency")
                .description("From a record's making to its acknowledgement by Kafka")
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
    }

    private Counter counter(String name, String meaning) {
        return Counter.builder(PREFIX + name).description(meaning).register(registry);
    }

    /// Shows a number that is kept elsewhere.
    ///
    /// @param name behind the prefix, with dots
    public void gauge(String name, String meaning, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).description(meaning).register(registry);
    }

    /// Counts a WebSocket that was not opened.
    public void socketRefused(SocketRefusal refusal) {
        of(socketsRefused, refusal).increment();
    }

    /// Counts a handshake through a proxy.
    ///
    /// @param sight why no farther than to it can be seen; not [Sight#NODE]
    public void socketBehindProxy(Sight sight) {
        of(socketsBehindProxies, sight).increment();
    }

    public void received() {
        received.increment();
    }

    /// Counts a message of which nothing was taken.
    public void rejected(RejectionReason reason) {
        of(rejected, reason).increment();
    }

    /// Counts a part of a message.
    ///
    /// @param field the canonical name of the field to blame, or `ts`; null where it is no single field. Never a text of
    ///              the sender's, since each name is a counter of its own
    public void fieldRejected(RejectionReason reason, @Nullable String field) {
        fieldsRejected(reason, field == null ? NO_FIELD : field).increment();
    }

    private Counter fieldsRejected(RejectionReason reason, String field) {
        return Counter.builder(PREFIX + "fields.rejected")
                .description("Parts of messages that were not taken while the rest was")
                .tag(REASON, reason.code())
                .tag("field", field)
                .register(registry);
    }

    /// Counts a message that goes on its way to Kafka; one of [#accepted()], [#failed()], [#discarded()] follows.
    public void sent() {
        inFlight.incrementAndGet();
    }

    public void accepted() {
        inFlight.decrementAndGet();
        accepted.increment();
    }

    public void failed() {
        inFlight.decrementAndGet();
        failed.increment();
    }

    public void discarded() {
        inFlight.decrementAndGet();
        discarded.increment();
    }

    public void controlRecordLost() {
        controlLost.increment();
    }

    public void acknowledgedAfter(long nanos) {
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /// Counts the sockets that are open.
    ///
    /// @param change 1 when one opened, -1 when one closed
    public void socketsOpen(int change) {
        socketsOpen.addAndGet(change);
    }

    /// Counts the sessions that have reported and not ended.
    ///
    /// @param change 1 when one opened, -1 when one closed
    public void sessionsOpen(int change) {
        sessionsOpen.addAndGet(change);
    }

    /// Counts the sockets that are not read.
    ///
    /// @param change 1 when one was paused, -1 when one was resumed or closed
    public void socketsPaused(int change) {
        socketsPaused.addAndGet(change);
    }

    /// Counts an error frame.
    ///
    /// @param sent whether it was sent
    public void error(boolean sent) {
        (sent ? errorsTold : errorsUntold).increment();
    }

    public void protocolViolation() {
        violations.increment();
    }

    private static <E extends Enum<E>> Counter of(Map<E, Counter> counters, E reason) {
        Counter counter = counters.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return counter;
    }
}
