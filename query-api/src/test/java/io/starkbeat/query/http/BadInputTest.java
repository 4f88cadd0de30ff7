package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.schemas.field.Field;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no decent client sends, over real sockets: each is answered or ended, soon, and the next client is served.
class BadInputTest {
    /// Short, so that tests are not slow.
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Duration SOON = Duration.ofSeconds(8);

    private ServedApi api;

    @BeforeEach
    void start() throws Exception {
        api = new ServedApi(CorsOrigins.ALL, PATIENCE);
        api.states().put(node("a").at("SN_MAIN", 100));
    }

    /// Whatever was sent, the server goes on serving.
    @AfterEach
    void stop() throws Exception {
        assertThat(ServedApi.ids(api.get("/api/nodes?limit=1"))).hasSize(1);
        api.close();
    }

    private RawSocket connect() throws IOException {
        return new RawSocket(api.port());
    }

    private String ask(String request) throws IOException {
        try (RawSocket socket = connect()) {
            return socket.send(request).answer();
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/api/nodes/../nodes|200", "/api/./nodes|200", "/../../etc/passwd|404",
            "/schemas/../openapi.yaml|200", "/schemas/..%2fopenapi.yaml|404", "/schemas/%2e%2e/%2e%2e/etc/passwd|404",
            "/api/nodes/%00|404", "/api/nodes/a%00|404", "/api/nodes/%2f|404", "/api/nodes/%2F..%2Fa|404",
            "/api/nodes/%C0%AE|400", "/api/nodes/%E0%80%AF|400", "/api/nodes/%ED%A0%80|400", "/api/nodes/%FF|400",
            "/api/nodes/%|400", "/api/nodes/%zz|400", "/api/nodes/%u0041|400", "//////|200", "/api//nodes///a|200",
            "/api/nodes;a=b|404", "/API/NODES|404", "/api/nodes?%00=1|400", "/api/nodes?q=%00|200",
            "/api/nodes?q=%FF|400", "/api/nodes?=&&&==|400", "/api/nodes?%|400", "/api/nodes#fragment|404",
            "*|404", "nonsense|404"})
    void wildPathsAreAnswered(String target, int status) throws Exception {
        assertThat(ask(get(target))).startsWith("HTTP/1.1 " + status + " ");
    }

    /// A receiver of unencoded bytes beyond ASCII in a path reads them as Latin-1 or UTF-8; ours names no node by them.
    @Test
    void bytesThatAreNotEncodedAreAnswered() throws Exception {
        assertThat(ask(get("/api/nodes/\u00fc\u00ff"))).matches("(?s)HTTP/1.1 40[04] .*");
    }

    @Test
    void anAddressMayNameTheHost() throws Exception {
        assertThat(ask(get("http://x/api/nodes"))).startsWith("HTTP/1.1 200 ").contains("\"nodeId\":\"a\"");
        assertThat(ask(get("http://x/api/nodes/none?y"))).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aQueryThatIsTooLongIsRefused() throws Exception {
        String answer = ask(get("/api/nodes?q=" + "x".repeat(64 * 1024)));

        assertThat(answer).matches("(?s)HTTP/1.[01] 414 .*").contains("application/problem+json")
                .contains("8192 bytes");
    }

    @Test
    void manyParametersAreRefusedByTheFirst() throws Exception {
        assertThat(ask(get("/api/nodes?" + "a&".repeat(4000)))).startsWith("HTTP/1.1 400 ")
                .contains("\"parameter\":\"a\"");
        assertThat(ask(get("/api/nodes?" + "client=a&".repeat(900)))).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void headersThatAreTooLargeAreRefused(int headers) throws Exception {
        String each = "x".repeat(32 * 1024 / headers);
        StringBuilder request = new StringBuilder("GET /api/nodes HTTP/1.1\r\nHost: x\r\n");
        for (int i = 0; i < headers; i++) {
            request.append("H").append(i).append(": ").append(each).append("\r\n");
        }
        try (RawSocket socket = connect()) {
            String answer = socket.send(request + "\r\n").answer();
            assertThat(answer).matches("(?s)HTTP/1.[01] 431 .*").contains("application/problem+json");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n",
            "GET /api/nodes HTTP/1.1\r\nno colon\r\n\r\n",
            "GET /api/nodes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "GET /api/nodes HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "GET /api/nodes HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 tls \r\n\r\n"})
    void whatIsNoHttpIsRefusedAndEnded(String bytes) throws Exception {
        try (RawSocket socket = connect()) {
            assertThat(socket.send(bytes).answer()).matches("(?s)HTTP/1.[01] 400 .*")
                    .contains("application/problem+json");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    @Test
    void anotherVersionOfHttpIsRefusedAndEnded() throws Exception {
        try (RawSocket socket = connect()) {
            assertThat(socket.send("GET /api/nodes HTTP/9.9\r\nHost: x\r\n\r\n").answer()).contains(" 501 ");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    @Test
    void aHostIsNeededSinceHttp11() throws Exception {
        assertThat(ask("GET /api/nodes HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("Host");
        try (RawSocket socket = connect()) {
            assertThat(socket.send("GET /api/nodes HTTP/1.0\r\nHost: x\r\n\r\n").answer()).startsWith("HTTP/1.0 200 ")
                    .contains("\"nodeId\":\"a\"");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    @Test
    void methodsThatDoNotReadAreRefused() throws Exception {
        for (String method : List.of("TRACE", "PUT", "DELETE", "PATCH", "POST", "NONSENSE")) {
            assertThat(ask(method + " /api/nodes HTTP/1.1\r\nHost: x\r\nX-Secret: 1\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .containsIgnoringCase("allow: GET, HEAD, OPTIONS")
                    .doesNotContain("X-Secret");
        }
        assertThat(ask("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n"))
                .matches("(?s)HTTP/1.1 40[045] .*");
    }

    @Test
    void aBodyThatNobodyNeedsIsPassedOver() throws Exception {
        try (RawSocket socket = connect()) {
            for (int i = 0; i < 2; i++) {
                socket.send("GET /api/nodes/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345");
                assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
            }
            socket.send(
                    "GET /api/nodes/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
            assertThat(socket.send(get("/api/nodes/a")).answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/nodes", "POST /api/nodes/a", "GET /nowhere"})
    void aBodyThatIsTooLargeIsRefused(String what) throws Exception {
        for (String length : List.of("65537", "99999999999", "99999999999999999999999")) {
            try (RawSocket socket = connect()) {
                socket.send(what + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\nabc");
                // What is longer than any number is no HTTP to the decoder.
                assertThat(socket.answer()).matches("(?s)HTTP/1.1 4(13|00) .*");
                assertThat(socket.untilClosed()).isLessThan(SOON);
            }
        }
    }

    @Test
    void aBodyWithoutAnEndIsCutOff() throws Exception {
        try (RawSocket socket = connect()) {
            socket.send("GET /api/nodes/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
            String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
            assertThat(sendUntilRefused(socket, chunk, 100_000)).isLessThan(10_000);
        }
    }

    @Test
    void aBodyThatDripsIsCutOff() throws Exception {
        try (RawSocket socket = connect()) {
            socket.send("GET /api/nodes/a HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
            drip(socket, "x");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    @Test
    void whoWaitsForAWordBeforeHeSendsABodyIsAnswered() throws Exception {
        assertThat(ask("GET /api/nodes/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("POST /api/nodes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void whoConnectsAndSaysNothingIsCutOff() throws Exception {
        try (RawSocket socket = connect()) {
            assertThat(socket.untilClosed()).isBetween(PATIENCE.dividedBy(2), SOON);
        }
    }

    /// A byte at a time, so that there is never silence.
    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /api/nodes HTTP/1.1\r\nHost: x\r\nX: "})
    void aHeadThatDripsIsCutOff(String begun) throws Exception {
        try (RawSocket socket = connect()) {
            socket.send(begun);
            drip(socket, "x");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    @Test
    void aNextHeadThatDripsIsCutOffToo() throws Exception {
        try (RawSocket socket = connect()) {
            assertThat(socket.send(get("/api/nodes/a")).answer()).startsWith("HTTP/1.1 200 ");
            socket.send("GET /api/nodes HTTP/1.1\r\nX: ");
            drip(socket, "x");
            assertThat(socket.untilClosed()).isLessThan(SOON);
        }
    }

    /// Sends a byte every tenth of a second until nobody takes it any more.
    private static void drip(RawSocket socket, String bite) {
        CompletableFuture.runAsync(() -> {
            try {
                socket.send(bite);
                drip(socket, bite);
            } catch (IOException e) {
                // Cut off, which is what the test waits for.
            }
        }, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
    }

    /// He says nothing for longer than the limit, and is told something within it.
    @Test
    void whoFollowsAStreamIsNotCutOff() throws Exception {
        assertThat(NodeFeed.HEARTBEAT.multipliedBy(2)).isLessThan(QueryServer.PATIENCE);
        try (RawSocket socket = connect()) {
            socket.send(get("/api/nodes/stream"));
            assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
            Thread.ofVirtual().start(() -> {
                AtomicInteger height = new AtomicInteger();
                Awaitility.await().atMost(PATIENCE.multipliedBy(3)).pollInterval(PATIENCE.dividedBy(4)).until(() -> {
                    api.states().put(node("a").at("SN_MAIN", height.incrementAndGet()));
                    return height.get() > 9;
                });
            });
            assertThat(socket.isOpenAfter(PATIENCE.multipliedBy(2))).isTrue();
        }
    }

    @Test
    void whoUsesHisConnectionAgainAndAgainIsNotCutOff() throws Exception {
        try (RawSocket socket = connect()) {
            long begun = System.nanoTime();
            while (Duration.ofNanos(System.nanoTime() - begun).compareTo(PATIENCE.multipliedBy(2)) < 0) {
                assertThat(socket.send(get("/api/nodes/a")).answer()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    /// A list of some megabytes, which lies nowhere but in the catalog.
    private int largeList() throws Exception {
        for (int i = 0; i < 4000; i++) {
            api.states().put(node("n" + i).at("SN_MAIN", i).with(Field.NAME, "x".repeat(250))
                    .with(Field.CLIENT, "y".repeat(250)));
        }
        int length = api.get("/api/nodes").body().length;
        assertThat(length).isGreaterThan(2_000_000);
        return length;
    }

    @Test
    void whoReadsALargeListSlowlyGetsItWhole() throws Exception {
        int length = largeList();
        try (RawSocket socket = connect()) {
            String answer = socket.send(get("/api/nodes")).answer();
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(length).endsWith("]");
        }
    }

    @Test
    void whoDoesNotReadIsCutOff() throws Exception {
        largeList();
        try (RawSocket socket = connect()) {
            socket.send(get("/api/nodes"));
            socket.untilRefused(SOON);
        }
    }

    /// Requests for large answers, one behind the other, none of which is read: what they would cost lies in no memory.
    @Test
    void whoSendsRequestsWithoutReadingIsNotReadAnyMore() throws Exception {
        // With a server's usual patience: this one is not to be cut off for the time that it does not read.
        try (ServedApi patient = new ServedApi(CorsOrigins.ALL, QueryServer.PATIENCE);
                RawSocket socket = new RawSocket(patient.port())) {
            socket.send(get("/openapi.json").repeat(1000));
            Awaitility.await().atMost(SOON).until(() -> patient.answered("/openapi.json") > 0);
            Awaitility.await().during(Duration.ofMillis(700)).atMost(SOON)
                    .until(() -> patient.answered("/openapi.json") < 300);
            for (int i = 0; i < 400; i++) {
                assertThat(socket.answer()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    /// How often it was sent until the other side took no more, within the time that it has for that.
    private static int sendUntilRefused(RawSocket socket, String bytes, int most) {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            int count = 0;
            try {
                for (; count < most; count++) {
                    socket.send(bytes);
                }
            } catch (SocketException e) {
                // Refused.
            } catch (IOException e) {
                sent.completeExceptionally(e);
            }
            sent.complete(count);
        });
        return sent.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
