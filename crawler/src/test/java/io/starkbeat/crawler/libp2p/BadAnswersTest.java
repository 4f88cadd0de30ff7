package io.starkbeat.crawler.libp2p;

import static io.starkbeat.crawler.libp2p.HonestBystander.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.testkit.Answers;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Peers that keep to Yamux and answer with what they should not, over real sockets ([HonestBystander]).
@Execution(ExecutionMode.CONCURRENT) // most of the time goes by in waiting for deadlines
final class BadAnswersTest {
    private static final HonestBystander BESIDE = HonestBystander.start();

    @AfterAll
    static void stop() {
        BESIDE.close();
    }

    private static final String KAD = "/starknet/kad/SN_MAIN/1.0.0";
    private static final String HEADERS = "/starknet/headers/0.1.0-rc.0";

    private interface Ask {
        void ask(Connection connection) throws DialException;
    }

    private static Arguments badAnswer(String name, String protocol, TestPeer.Answer answer, Ask question,
            String error) {
        return Arguments.of(name, protocol, answer, question, error);
    }

    static Stream<Arguments> badAnswers() {
        Ask identify = Connection::identify;
        Ask ping = Connection::ping;
        Ask find = connection -> connection.findNode(connection.remotePeer());
        Ask head = connection -> connection.headHeight(100);
        byte[] tenMegabytes = Frames.delimit(new byte[10_000_000]);
        List<KadPeer> thousand = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            thousand.add(new KadPeer(honest(), List.of()));
        }
        Identity other = Ed25519Identity.generate();
        byte[] othersIdentify = new Identify("", "", List.of(), List.of(), java.util.Optional.empty())
                .encoded(other.publicKey());
        return Stream.of(
                badAnswer("identifies with 10 MB", Identify.PROTOCOL, says(tenMegabytes), identify,
                        "Violation identify"),
                badAnswer("identifies without an end", Identify.PROTOCOL, (stream, deadline) -> {
                    stream.write(new byte[]{(byte) 0x80, (byte) 0x80, 4}, deadline);
                    HonestBystander.drip(stream, new byte[1000], deadline);
                }, identify, "DeadlinePassed"),
                badAnswer("identifies as another", Identify.PROTOCOL, says(Frames.delimit(othersIdentify)), identify,
                        "Violation identify"),
                badAnswer("identifies with half a message", Identify.PROTOCOL,
                        says(Frames.delimit(new byte[]{0x32, 100, 'a'})), identify, "Violation identify"),
                badAnswer("identifies and closes amid it", Identify.PROTOCOL, says(new byte[]{50, 1}), identify,
                        "Ended identify"),
                badAnswer("speaks 10,000 protocols", Identify.PROTOCOL, says(Frames.delimit(many(3, 10_000, "/p"))),
                        identify,
                        "Violation identify"),
                badAnswer("never identifies", Identify.PROTOCOL, (stream, deadline) -> LockSupport.park(), identify,
                        "DeadlinePassed"),
                badAnswer("pings back something else", "/ipfs/ping/1.0.0", says(new byte[32]), ping, "Violation ping"),
                badAnswer("pings back half", "/ipfs/ping/1.0.0", says(new byte[16]), ping, "Ended ping"),
                badAnswer("knows a thousand peers", KAD, says(Frames.delimit(Answers.kadMessage(thousand))), find,
                        "Violation kad"),
                badAnswer("answers with 10 MB", KAD, says(tenMegabytes), find, "Violation kad"),
                badAnswer("answers with nested nonsense", KAD, says(Frames.delimit(nested())), find, "Violation kad"),
                badAnswer("knows a peer without an id", KAD,
                        says(Frames.delimit(new ProtoWriter().number(1, 4).bytes(8, new byte[0]).toBytes())), find,
                        "Violation kad"),
                badAnswer("answers another question", KAD,
                        says(Frames.delimit(new ProtoWriter().number(1, 5).toBytes())), find,
                        "Violation kad"),
                badAnswer("answers amid a message", KAD, says(new byte[]{100, 8, 4}), find, "Ended kad"),
                badAnswer("answers a byte now and then", KAD,
                        (stream, deadline) -> HonestBystander.drip(stream, Frames.delimit(new byte[100]), deadline),
                        find,
                        "DeadlinePassed"),
                badAnswer("sends a header of 10 MB", HEADERS, says(tenMegabytes), head, "Violation headers"),
                badAnswer("sends another block", HEADERS, says(Frames.delimit(Answers.header(7))), head,
                        "Violation headers"),
                badAnswer("sends neither a header nor an end", HEADERS, says(Frames.delimit(new byte[0])), head,
                        "Violation headers"),
                badAnswer("has every block", HEADERS, Answers.headers(Long.MAX_VALUE), head, "Violation headers"),
                badAnswer("closes before a header", HEADERS, says(new byte[0]), head, "Ended headers"));
    }

    private static io.starkbeat.schemas.peer.PeerId honest() {
        return Ed25519Identity.generate().peerId();
    }

    private static byte[] many(int field, int times, String text) {
        ProtoWriter writer = new ProtoWriter();
        for (int i = 0; i < times; i++) {
            writer.text(field, text);
        }
        return writer.toBytes();
    }

    private static byte[] nested() {
        byte[] inner = {0x0a, 127};
        for (int i = 0; i < 1000; i++) {
            inner = new ProtoWriter().bytes(8, inner).toBytes();
        }
        return new ProtoWriter().number(1, 4).bytes(8, inner).toBytes();
    }

    private static TestPeer.Answer says(byte[] bytes) {
        return (stream, deadline) -> stream.write(bytes, deadline);
    }

    @ParameterizedTest(name = "a peer that {0}")
    @MethodSource("badAnswers")
    void isNotBelieved(String name, String protocol, TestPeer.Answer answer, Ask question, String error)
            throws DialException {
        Identity identity = Ed25519Identity.generate();
        Map<String, TestPeer.Answer> answers = TestPeer.answers(identity, "bad", Map.of(protocol, answer));
        // Identify and ping are in the usual answers; here they are the bad ones.
        answers.put(protocol, answer);
        try (TestPeer bad = TestPeer.speaking(identity, answers);
                Connection connection = BESIDE.dialer().connect(bad.address(), soon())) {
            BESIDE.expect(error, () -> question.ask(connection));
            if (!error.startsWith("Ended")) {
                assertThat(connection.isOpen()).isFalse();
            }
        }
        BESIDE.assertUnharmed();
    }
}
