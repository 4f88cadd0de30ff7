package io.starkbeat.query.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The meters of the live feed. What holds among them:
///
/// - `starkbeat_query_feed_begun_total`, summed over `how`, is `starkbeat_query_feed_subscribers` +
///   `starkbeat_query_feed_ended_total`, summed over `why`. Those who were not let in are counted by
///   `starkbeat_query_feed_refused_total` alone.
/// - `starkbeat_query_feed_ended_total{why="too_slow"}` rises where subscribers read more slowly than nodes change: their
///   own lines, or a busy proxy between. Alert where it is more than a few in a hundred of those who began.
/// - `starkbeat_query_feed_begun_total{how="reset"}` rises where those who come back have been away for longer than the log
///   reaches back (`FEED_LOG`), or come to another replica.
/// - `starkbeat_query_feed_frames_seconds` is how long finding the changes of a window took; above its 40 ms the feed lags.
public final class FeedMetrics {
    /// How a subscription began.
    public enum Beginning {
        /// With all nodes.
        SNAPSHOT,
        /// From where its subscriber was.
        RESUMED,
        /// With all nodes, because the log did not reach back to where its subscriber was.
        RESET
    }

    /// Why a subscription is over.
    public enum Departure {
        /// Its subscriber went, or its connection broke.
        OWN_WILL,
        TOO_SLOW,
        LEAVING
    }

    private final AtomicInteger subscribers = new AtomicInteger();
    private final Map<Beginning, Counter> begun;
    private final Map<Departure, Counter> ended;
    private final Counter refused;
    private final Counter changes;
    private final Timer frames;

    public FeedMetrics(MeterRegistry meters) {
        meters.gauge("starkbeat.query.feed.subscribers", subscribers);
        begun = counters(Beginning.class, how -> Counter.builder("starkbeat.query.feed.begun")
                .tag("how", name(how))
                .description("Subscriptions begun")
                .register(meters));
        ended = counters(Departure.class, why -> Counter.builder("starkbeat.query.feed.ended")
                .tag("why", name(why))
                .description("Subscriptions ended")
                .register(meters));
        refused = Counter.builder("starkbeat.query.feed.refused")
                .description("Subscribers who were not let in, because there were as many as may be")
                .register(meters);
        changes = Counter.builder("starkbeat.query.feed.changes")
                .description("Changes of nodes that the feed told of")
                .register(meters);
        frames = Timer.builder("starkbeat.query.feed.frames")
                .description("Finding what has changed in a window of the feed")
                .register(meters);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, Counter> counter) {
        Map<E, Counter> counters = new EnumMap<>(type);
        for (E each : type.getEnumConstants()) {
            counters.put(each, counter.apply(each));
        }
        return counters;
    }

    private static String name(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT);
    }

    /// Takes note of one who subscribes, if there is room for one more.
    ///
    /// @param most how many there may be
    public boolean enter(int most) {
        boolean room = subscribers.getAndUpdate(now -> now < most ? now + 1 : now) < most;
        if (!room) {
            refused.increment();
        }
        return room;
    }

    /// How many there are who entered and have not left.
    public int subscribers() {
        return subscribers.get();
    }

    /// Counts a subscription that begins.
    public void begun(Beginning how) {
        Objects.requireNonNull(begun.get(how)).increment();
    }

    /// Takes note of one who leaves.
    public void left(Departure why) {
        subscribers.decrementAndGet();
        Objects.requireNonNull(ended.get(why)).increment();
    }

    /// Notes a window that is over.
    public void frame(Duration took, int changed) {
        frames.record(took);
        changes.increment(changed);
    }
}
