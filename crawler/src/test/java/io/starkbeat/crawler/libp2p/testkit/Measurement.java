package io.starkbeat.crawler.libp2p.testkit;

import io.starkbeat.crawler.libp2p.Connection;
import io.starkbeat.crawler.libp2p.Dialer;
import io.starkbeat.crawler.libp2p.DialerOptions;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/// Figures of the dialer, whose process is put on one core from outside (`CONTRIBUTING.md` tells how): handshakes per second,
/// and memory for each connection that is open.
public final class Measurement {
    private static final int AT_ONCE = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration RUN = Duration.ofSeconds(20);

    private Measurement() {}

    /// `listen`: a peer, until standard input ends. `dial ADDRESS CONNECTIONS`: the figures.
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("listen")) {
            try (TestPeer peer = TestPeer.node("measured", Map.of())) {
                System.out.println(peer.address());
                while (System.in.read() >= 0) {
                    // Its end ends the peer.
                }
            }
            return;
        }
        Multiaddr address = Multiaddr.parse(arguments[1]);
        try (Dialer dialer = Dialer.start(DialerOptions.of("starkbeat-crawler/measured", "SN_MAIN"))) {
            handshakes(dialer, address, WARM_UP);
            for (int run = 0; run < 3; run++) {
                Duration cpu = cpu();
                double seconds = RUN.toNanos() / 1e9;
                long count = handshakes(dialer, address, RUN);
                System.out.printf("%.0f handshakes/s, %.0f us of processor time each%n", count / seconds,
                        cpu().minus(cpu).toNanos() / 1e3 / count);
            }
            memory(dialer, address, Integer.parseInt(arguments[2]));
        }
    }

    private static long handshakes(Dialer dialer, Multiaddr address, Duration time) throws Exception {
        LongAdder count = new LongAdder();
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> lanes = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                lanes.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        dialer.connect(address, soon()).close();
                        count.increment();
                    }
                    return null;
                }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
        }
        return count.sum();
    }

    private static void memory(Dialer dialer, Multiaddr address, int connections) throws Exception {
        long heap = heap();
        long resident = resident();
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection connection = dialer.connect(address, soon());
            connection.identify();
            open.add(connection);
        }
        System.out.printf("%d connections open, each identified: %.1f KiB of heap each, %.1f KiB resident each%n",
                open.stream().filter(Connection::isOpen).count(), (heap() - heap) / 1024.0 / connections,
                (resident() - resident) / 1024.0 / connections);
        open.forEach(Connection::close);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30), "a measured dial");
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findAny().orElse(0);
    }
}
