package io.starkbeat.crawler.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// What all tests of hostile peers have: a dialer, and over it a connection to an honest peer that lives through all of them. A
/// hostile one loses its own connection, in time, with an error that says why.
final class HonestBystander implements AutoCloseable {
    /// Short enough to wait for, and long enough for an honest peer on a busy machine.
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private final Dialer dialer;
    private final TestPeer honest;
    private final Connection unharmed;

    private HonestBystander(Dialer dialer, TestPeer honest, Connection unharmed) {
        this.dialer = dialer;
        this.honest = honest;
        this.unharmed = unharmed;
    }

    static HonestBystander start() {
        DialerOptions options = new DialerOptions("t", StarknetProtocols.kad("SN_MAIN"),
                StarknetProtocols.headers("SN_MAIN"),
                AddressPolicy.ANY, List.of(), STEP, STEP, STEP, ANSWER, ANSWER);
        TestPeer honest = TestPeer.node("honest", Map.of());
        // Code that runs for the first time on a busy machine is slow, which is not what is measured here.
        try (Dialer patient = Dialer.start(DialerOptions.of("t", "SN_MAIN"));
                Connection warm = patient.connect(honest.address(), soon())) {
            warm.ping();
            Dialer dialer = Dialer.start(options);
            return new HonestBystander(dialer, honest, dialer.connect(honest.address(), soon()));
        } catch (DialException e) {
            throw new IllegalStateException("the honest peer is not to be had", e);
        }
    }

    Dialer dialer() {
        return dialer;
    }

    void assertUnharmed() throws DialException {
        assertThat(unharmed.ping()).isPositive();
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), "a test");
    }

    static byte[] lines(String... lines) {
        byte[] all = new byte[0];
        for (String line : lines) {
            all = join(all, Frames.delimit((line + '\n').getBytes(StandardCharsets.UTF_8)));
        }
        return all;
    }

    static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    static void drip(ByteStream stream, byte[] bytes, Deadline deadline) throws DialException {
        for (byte b : bytes) {
            stream.write(new byte[]{b}, deadline);
            // A pace, not a wait for something.
            LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        }
    }

    @Override
    public void close() {
        unharmed.close();
        honest.close();
        dialer.close();
    }

    interface Step {
        void run() throws DialException;
    }

    void expect(String error, Step step) {
        long before = System.nanoTime();
        DialException e = catchThrowableOfType(DialException.class, step::run);
        Duration taken = Duration.ofNanos(System.nanoTime() - before);
        assertThat(e).as("an error").isNotNull();
        Layer layer = switch (e) {
            case DialException.Violation violation -> violation.layer();
            case DialException.Ended ended -> ended.layer();
            default -> null;
        };
        assertThat(e.getClass().getSimpleName() + (layer == null ? "" : " " + layer)).containsPattern(error);
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300);
        assertThat(taken).as("time until: %s", e.getMessage()).isLessThan(ANSWER.plusSeconds(5));
    }
}
