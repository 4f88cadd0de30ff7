package io.starkbeat.benchmarks;

import io.starkbeat.agent.telemetry.TelemetryConfig;
import io.starkbeat.agent.telemetry.TelemetryEndpoint;
import io.starkbeat.agent.telemetry.TelemetryEvent;
import io.starkbeat.agent.telemetry.TelemetryHandle;
import io.starkbeat.agent.telemetry.TelemetryService;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What a node's thread pays for telling something: the library's handle in its three cases, and a queue of the JDK in
/// the channel's place. [Send] runs it.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {
    /// Places in the ring and in the queue alike, so many that nearly all sends find room.
    private static final int PLACES = 1 << 16;
    private static final TelemetryEndpoint NOBODY = TelemetryEndpoint.of("ws://127.0.0.1:1/submit", 0);

    /// What is sent, and a handle that tells nobody. Fields that could change, so that the compiler folds neither into the code
    /// that is measured.
    @State(Scope.Benchmark)
    public static class Given {
        private Map<String, Object> message = Map.of();
        private TelemetryHandle off = TelemetryHandle.off();

        /// Makes them.
        @Setup
        public void make() {
            message = Map.of("msg", "network.update", "current_block_number_l2", 812_345, "current_block_hash_l2",
                    "0x47c3637b57c2b0", "peer_count", 43);
            off = new TelemetryService(TelemetryConfig.of()).handle();
        }
    }

    /// A service that takes events as fast as it can: they are above its only endpoint's verbosity, so that nothing but the
    /// channel is measured.
    @State(Scope.Benchmark)
    public static class Taking {
        private final TelemetryService service = new TelemetryService(
                TelemetryConfig.of(NOBODY).withBounds(PLACES, 1));

        /// Has it take.
        @Setup
        public void start() {
            service.start();
        }

        /// Tells how many found the channel full, which costs less.
        @TearDown
        public void stop() {
            var counts = service.counts();
            System.out.printf("%n# of all sends %.0f %% found room%n",
                    100.0 * counts.queued() / Math.max(1, counts.queued() + counts.channelFull()));
            service.close();
        }
    }

    /// A service whose channel is full for good.
    @State(Scope.Benchmark)
    public static class Full {
        private final TelemetryService service = new TelemetryService(TelemetryConfig.of(NOBODY));
    }

    /// A queue of the JDK of the same size, with a taker like the service's.
    @State(Scope.Benchmark)
    public static class Queue {
        private final ArrayBlockingQueue<TelemetryEvent> queue = new ArrayBlockingQueue<>(PLACES);
        private final Thread taker = Thread.ofVirtual().unstarted(this::takeAll);

        private void takeAll() {
            try {
                while (true) {
                    var _ = queue.take();
                }
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
            }
        }

        /// Has it take.
        @Setup
        public void start() {
            taker.start();
        }

        /// Has it end.
        @TearDown
        public void stop() {
            taker.interrupt();
        }
    }

    /// Without telemetry.
    @Benchmark
    public void off(Given given) {
        given.off.send(0, given.message);
    }

    /// With telemetry.
    @Benchmark
    public void on(Given given, Taking to) {
        to.service.handle().send(9, given.message);
    }

    /// Dropped and counted.
    @Benchmark
    public void full(Given given, Full to) {
        to.service.handle().send(0, given.message);
    }

    /// The queue of the JDK.
    @Benchmark
    public boolean jdk(Given given, Queue to) {
        return to.queue.offer(new TelemetryEvent(9, given.message, System.currentTimeMillis()));
    }
}
