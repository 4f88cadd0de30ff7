package io.starkbeat.query.feed;

import io.starkbeat.query.catalog.Standings;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.store.StatesNotReadyException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live feed: looks at how all nodes stand once a window, and tells what is different to the event loops, which tell it
/// to their subscribers. What a window brings of one node is one change, and who lists all nodes at its end sees the same.
///
/// It rests while nobody has been subscribed for a while, and keeps no log then.
public final class NodeFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeFeed.class);

    /// Two in a row are still hardly seen by a person, and 50 ms are promised.
    static final Duration WINDOW = Duration.ofMillis(40);
    /// Proxies end what is silent for a minute or half of one.
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// Long enough for all who were cut off together to come back.
    private static final Duration REST_AFTER = Duration.ofMinutes(2);
    private static final int RADIX = 36;

    private final Supplier<Standings> standings;
    private final BooleanSupplier ready;
    private final int mostSubscribers;
    private final FeedMetrics metrics;
    private final LongSupplier nanoTime;
    /// Names the log: another process, or this one started again, has another.
    private final String name = new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16).toString(RADIX);
    private final ChangeLog changes;
    private final Board board = new Board();
    private final List<FeedLane> lanes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean newcomers = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("query-feed").factory());
    private long number;
    private boolean resting = true;
    private @Nullable Standings latest;
    private long lastNeeded;

    /// @param standings       how all nodes stand now
    /// @param ready           whether that is known
    /// @param logCapacity     how many changes are kept for those who come back
    /// @param mostSubscribers how many subscribers there may be
    public NodeFeed(Supplier<Standings> standings, BooleanSupplier ready, int logCapacity, int mostSubscribers,
            FeedMetrics metrics) {
        this(standings, ready, logCapacity, mostSubscribers, metrics, System::nanoTime);
    }

    /// @param nanoTime a monotonic clock, in ns
    NodeFeed(Supplier<Standings> standings, BooleanSupplier ready, int logCapacity, int mostSubscribers,
            FeedMetrics metrics, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastNeeded = nanoTime.getAsLong();
        this.standings = standings;
        this.ready = ready;
        this.changes = new ChangeLog(logCapacity);
        this.mostSubscribers = mostSubscribers;
        this.metrics = metrics;
    }

    /// Begins to look.
    public void start() {
        repeat(WINDOW, this::look);
        repeat(HEARTBEAT, this::beat);
    }

    private void repeat(Duration every, Runnable task) {
        long millis = every.toMillis();
        // Ends with the thread only.
        var _ = thread.scheduleAtFixedRate(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /// Lets those who keep up and have heard nothing know that the feed lives.
    void beat() {
        lanes.forEach(FeedLane::heartbeat);
    }

    /// What is thrown would end the feed without a word.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A window of the live feed is lost because of a defect; please report it", e);
        }
    }

    /// A lane for the subscribers of one event loop.
    ///
    /// @param loop runs what it is given there, in order
    public FeedLane lane(Executor loop) {
        FeedLane lane = new FeedLane(this, loop);
        lanes.add(lane);
        return lane;
    }

    /// One window is over.
    void look() {
        // Before the nodes are looked at: who is let in sees them as they were when he came, or later.
        boolean expected = newcomers.getAndSet(false);
        long now = nanoTime.getAsLong();
        if (expected || metrics.subscribers() > 0) {
            lastNeeded = now;
        } else if (resting) {
            return;
        } else if (now - lastNeeded > REST_AFTER.toNanos()) {
            rest();
            return;
        }
        Standings current = standings.get();
        if (current == latest && !expected) {
            return;
        }
        List<Change> news = board.look(current);
        latest = current;
        if (resting) {
            resting = false;
            // Who was up to date before the rest is not any more.
            number++;
            news = List.of();
        }
        Frame frame = new Frame(number, news);
        number = frame.to();
        if (!news.isEmpty()) {
            changes.append(frame, board::release);
        }
        metrics.frame(Duration.ofNanos(nanoTime.getAsLong() - now), news.size());
        if (expected || !news.isEmpty()) {
            Delivery delivery = new Delivery(name, frame, board.view(), changes.reachesBackTo(number));
            lanes.forEach(lane -> lane.deliver(delivery));
        }
    }

    private void rest() {
        resting = true;
        latest = null;
        changes.clear(board::release);
        board.clear();
    }

    void enter() {
        if (!ready.getAsBoolean()) {
            throw new StatesNotReadyException("the states of the nodes are being read from Kafka", null);
        }
        if (!metrics.enter(mostSubscribers)) {
            throw new FeedFullException(mostSubscribers);
        }
    }

    void expectNewcomers() {
        newcomers.set(true);
    }

    FeedMetrics metrics() {
        return metrics;
    }

    FeedPosition position(long told) {
        return new FeedPosition(name, told);
    }

    /// All changes behind a position, up to a number; empty when that cannot be told.
    Optional<List<Change>> since(FeedPosition position, long to) {
        return position.log().equals(name) ? changes.between(position.number(), to) : Optional.empty();
    }

    /// Ends all subscriptions, saying that this server stops.
    @Override
    public void close() {
        thread.shutdownNow();
        lanes.forEach(lane -> lane.end(EndReason.LEAVING));
    }
}
