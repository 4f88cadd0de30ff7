package io.starkbeat.crawler.libp2p;

import static io.starkbeat.crawler.libp2p.HonestBystander.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.libp2p.noise.ForgedHandshakes;
import io.starkbeat.crawler.libp2p.noise.NoiseKeys;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Peers that mean harm before a connection stands, over real sockets ([HonestBystander]).
@Execution(ExecutionMode.CONCURRENT) // most of the time goes by in waiting for deadlines
final class BadHandshakesTest {
    private static final HonestBystander BESIDE = HonestBystander.start();

    @AfterAll
    static void stop() {
        BESIDE.close();
    }

    private static final byte[] HELLO = HonestBystander.lines("/multistream/1.0.0", "/noise");

    /// Says the same again and again until nobody listens.
    private static TestPeer.Script endless(byte[] first, byte[] again) {
        return (tcp, deadline) -> {
            tcp.write(first, deadline);
            while (true) {
                tcp.write(again, deadline);
            }
        };
    }

    private static TestPeer.Script saysAndCloses(byte[] bytes) {
        return (tcp, deadline) -> {
            tcp.write(bytes, deadline);
            tcp.close();
        };
    }

    private static TestPeer.Script saysAndIsSilent(byte[] bytes) {
        return (tcp, deadline) -> tcp.write(bytes, deadline);
    }

    static Stream<Arguments> beforeTheConnectionStands() {
        byte[] noise = HonestBystander.join(HELLO, new byte[]{0, 32});
        return Stream.of(
                badDial("never says anything", (tcp, deadline) -> {}, "DeadlinePassed"),
                badDial("closes at once", (tcp, deadline) -> tcp.close(), "Ended"),
                badDial("says a byte now and then", (tcp, deadline) -> HonestBystander.drip(tcp, HELLO, deadline),
                        "DeadlinePassed"),
                badDial("closes amid a line", saysAndCloses(new byte[]{19, '/', 'm'}), "Ended multistream"),
                badDial("has a line without an end", endless(new byte[0], new byte[]{(byte) 0xff}),
                        "Violation multistream"),
                badDial("announces a line of 2 MiB",
                        saysAndIsSilent(new byte[]{(byte) 0x80, (byte) 0x80, (byte) 0x80, 1}),
                        "Violation multistream"),
                badDial("repeats multistream without an end",
                        endless(new byte[0], HonestBystander.lines("/multistream/1.0.0")),
                        "Violation multistream"),
                badDial("says na without an end",
                        endless(HonestBystander.lines("/multistream/1.0.0"), HonestBystander.lines("na")),
                        "Unsupported"),
                badDial("speaks HTTP",
                        saysAndCloses("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8)),
                        "multistream"),
                badDial("speaks TLS", saysAndIsSilent(new byte[]{21, 3, 1, 0, 2, 2, 40}), "DeadlinePassed"),
                badDial("is silent behind multistream", saysAndIsSilent(HELLO), "DeadlinePassed"),
                badDial("closes amid a Noise message", saysAndCloses(noise), "Ended noise"),
                badDial("sends a Noise message a byte now and then", (tcp, deadline) -> {
                    tcp.write(noise, deadline);
                    HonestBystander.drip(tcp, new byte[100], deadline);
                }, "DeadlinePassed"),
                badDial("announces 65,535 bytes of handshake",
                        saysAndIsSilent(HonestBystander.join(HELLO, new byte[]{-1, -1})),
                        "Violation noise"),
                badDial("sends an empty Noise message", saysAndIsSilent(HonestBystander.join(HELLO, new byte[]{0, 0})),
                        "Violation noise"),
                badDial("sends a Noise message of rubbish", (tcp, deadline) -> {
                    byte[] rubbish = new byte[256];
                    new Random(1).nextBytes(rubbish);
                    tcp.write(HonestBystander.join(HonestBystander.join(HELLO, new byte[]{1, 0}), rubbish), deadline);
                }, "Violation noise"),
                badDial("has a payload that is no message", ForgedHandshakes.payload(key -> new byte[]{0x0a, 99}),
                        "Violation noise"),
                badDial("has an empty payload", ForgedHandshakes.payload(key -> new byte[0]), "Violation noise"),
                badDial("has a key of no known kind",
                        ForgedHandshakes.payload(key -> new ProtoWriter()
                                .bytes(1, new ProtoWriter().number(1, 9).bytes(2, new byte[32]).toBytes()).toBytes()),
                        "Violation noise"),
                badDial("signed another Noise key", ForgedHandshakes.signedBy(Ed25519Identity.generate(), new byte[32]),
                        "Violation noise"),
                badDial("shows another's key with its own signature", ForgedHandshakes.stolenKey(), "Violation noise"),
                badDial("says na to Yamux",
                        secured((noise2, deadline) -> noise2.write(HonestBystander.lines("/multistream/1.0.0", "na"),
                                deadline)),
                        "Unsupported"),
                badDial("breaks the encryption", (tcp, deadline) -> {
                    TestPeer.secured(tcp, NoiseKeys.generate(Ed25519Identity.generate()), deadline);
                    tcp.write(HonestBystander.join(new byte[]{0, 40}, new byte[40]), deadline);
                }, "Violation noise"),
                badDial("sends a message too short to be encrypted", (tcp, deadline) -> {
                    TestPeer.secured(tcp, NoiseKeys.generate(Ed25519Identity.generate()), deadline);
                    tcp.write(HonestBystander.join(new byte[]{0, 15}, new byte[15]), deadline);
                }, "Violation noise"));
    }

    private static Arguments badDial(String name, TestPeer.Script script, String error) {
        return Arguments.of(name, script, error);
    }

    private interface Secured {
        void play(ByteStream stream, Deadline deadline) throws DialException;
    }

    private static TestPeer.Script secured(Secured then) {
        return (tcp, deadline) -> then.play(
                TestPeer.secured(tcp, NoiseKeys.generate(Ed25519Identity.generate()), deadline),
                deadline);
    }

    @ParameterizedTest(name = "a peer that {0}")
    @MethodSource("beforeTheConnectionStands")
    void neverGetsAConnection(String name, TestPeer.Script script, String error) throws DialException {
        try (TestPeer bad = TestPeer.scripted(script)) {
            BESIDE.expect(error, () -> BESIDE.dialer().connect(bad.address().withoutPeer(), soon()));
        }
        BESIDE.assertUnharmed();
    }

    /// Peers that send as much as they can: the dials end, and so does the sending.
    @Test
    void twoHundredFloodsAtOnceEnd() throws Exception {
        TestPeer.Script flood = endless(HonestBystander.join(HELLO, new byte[]{31, -1}), new byte[16 * 1024]);
        AtomicInteger sendersDone = new AtomicInteger();
        try (TestPeer bad = TestPeer.scripted((tcp, deadline) -> {
            try {
                flood.play(tcp, deadline);
            } catch (DialException.Ended e) {
                sendersDone.incrementAndGet();
            }
        }); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Connection> dial = () -> BESIDE.dialer().connect(bad.address().withoutPeer(), soon());
            for (Future<Connection> outcome : threads.invokeAll(Collections.nCopies(200, dial), 30, TimeUnit.SECONDS)) {
                assertThat(outcome.isCancelled()).isFalse();
                assertThat(outcome.state()).isEqualTo(Future.State.FAILED);
                assertThat(outcome.exceptionNow()).isInstanceOf(DialException.class);
            }
            Awaitility.await().untilAsserted(() -> assertThat(sendersDone).hasValue(bad.connections()));
            assertThat(bad.connections()).isPositive();
        }
        BESIDE.assertUnharmed();
    }
}
