package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The service over real sockets, with a server that does what servers do.
class TelemetryServiceTest {
    static {
        // Machines that build are shared.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private static final Map<String, Object> IDENTITY = Map.of("msg", "node.identity", "name", "a", "peer_id", "12D3");

    @Test
    void whatIsSentBeforeTheStartArrivesInOrderAndInTheEnvelope() {
        try (var gateway = Gateway.open(); var service = service(gateway.endpoint(0))) {
            service.handle().send(0, IDENTITY);
            IntStream.range(0, 100).forEach(height -> service.handle().send(0, block(height)));
            service.start();
            service.start();
            service.handle().send(0, block(100));
            await().until(() -> messages(gateway).size() == 102);
            assertThat(gateway.sessions()).hasSize(1);
            assertThat(messages(gateway).getFirst().getJsonObject("payload").getMap()).isEqualTo(IDENTITY);
            assertThat(messages(gateway).stream().skip(1).map(TelemetryServiceTest::height))
                    .containsExactlyElementsOf(IntStream.rangeClosed(0, 100).boxed().toList());
            assertThat(Instant.parse(messages(gateway).getFirst().getString("ts"))).isBefore(Instant.now());
            await().untilAsserted(() -> assertThat(only(service.counts()))
                    .isEqualTo(new TelemetryCounts.OfEndpoint(102, 102, 0, 0, 0, 0, 1)));
        }
    }

    @Test
    void withoutTelemetryNothingIsDone() {
        try (var gateway = Gateway.open();
                var service = new TelemetryService(TelemetryConfig.of(gateway.endpoint(0)).withNoTelemetry(true));
                var nowhere = new TelemetryService(TelemetryConfig.of())) {
            for (var each : List.of(service, nowhere)) {
                each.start();
                assertThat(each.handle().isOn()).isFalse();
                each.handle().send(0, IDENTITY);
                assertThat(each.counts()).isEqualTo(new TelemetryCounts(0, 0, 0, Map.of()));
            }
            assertThat(gateway.sessions()).isEmpty();
        }
    }

    @Test
    void anEndpointGetsWhatIsNotAboveItsVerbosity() {
        try (var quiet = Gateway.open();
                var curious = Gateway.open();
                var service = service(quiet.endpoint(0), curious.endpoint(5))) {
            service.start();
            service.handle().send(0, Map.of("msg", "zero"));
            service.handle().send(5, Map.of("msg", "five"));
            service.handle().send(6, Map.of("msg", "six"));
            service.handle().send(0, Map.of("msg", "end"));
            await().until(() -> kinds(quiet).contains("end") && kinds(curious).contains("end"));
            assertThat(kinds(quiet)).containsExactly("zero", "end");
            assertThat(kinds(curious)).containsExactly("zero", "five", "end");
        }
    }

    @Test
    void aFullChannelDropsAndCountsAndNothingIsThrown() {
        try (var gateway = Gateway.open(); var service = service(gateway.endpoint(0))) {
            IntStream.range(0, 1_500).forEach(height -> service.handle().send(0, block(height)));
            assertThat(service.counts().queued()).isEqualTo(1_024);
            assertThat(service.counts().channelFull()).isEqualTo(1_500 - 1_024);
            service.start();
            await().until(() -> messages(gateway).size() == 1_024);
            assertThat(height(messages(gateway).getLast())).isEqualTo(1_023);
        }
    }

    @Test
    void whatIsNoMessageIsCountedAndTheRestArrives() {
        try (var gateway = Gateway.open(); var service = service(gateway.endpoint(0))) {
            service.start();
            service.handle().send(0, nothing());
            service.handle().send(0, Map.of("msg", "odd", "value", new Object()));
            var loop = new HashMap<String, Object>(Map.of("msg", "loop"));
            loop.put("self", loop);
            service.handle().send(0, loop);
            service.handle().send(-3, Map.of("no", "msg"));
            service.handle().send(0, Map.of("msg", "end"));
            await().until(() -> messages(gateway).size() == 2);
            assertThat(messages(gateway).getFirst().getJsonObject("payload"))
                    .isEqualTo(new JsonObject().put("no", "msg"));
            assertThat(service.counts().invalid()).isEqualTo(3);
        }
    }

    @Test
    void afterAReconnectIdentityIsSaidFirstAndThenHowEachGroupStands() throws Exception {
        var ends = new AtomicInteger();
        var gateway = Gateway.open();
        var endpoint = gateway.endpoint(0);
        try (var service = new TelemetryService(quickly(List.of(endpoint)).withListener(countingEnds(ends)))) {
            service.start();
            service.handle().send(0, IDENTITY);
            service.handle().send(0, Map.of("msg", "network", "height", 1, "peers", 7));
            service.handle().send(0, Map.of("msg", "system", "System", Map.of("CPU", 8, "CPU_usage", 3)));
            service.handle().send(0, Map.of("msg", "gone", "x", 1));
            var first = gateway;
            await().until(() -> messages(first).size() == 4);
            gateway.close();
            await().until(() -> ends.get() == 1);
            IntStream.rangeClosed(2, 50)
                    .forEach(height -> service.handle().send(0, Map.of("msg", "network", "height", height)));
            service.handle().send(0, Map.of("msg", "system", "System", Map.of("CPU_usage", 4)));
            assertThat(service.handle().forget("gone")).isTrue();
            await().until(() -> only(service.counts()).offered() == 54);
            gateway = Gateway.open(endpoint.uri().getPort());
            var second = gateway;
            await().until(() -> messages(second).size() >= 3);
            assertThat(second.sessions().getFirst().payloads()).containsExactly(
                    new JsonObject(IDENTITY),
                    new JsonObject(Map.of("msg", "network", "height", 50, "peers", 7)),
                    new JsonObject().put("msg", "system").put("System",
                            new JsonObject("{\"CPU\": 8, \"CPU_usage\": 4}")));
            service.handle().send(0, Map.of("msg", "network", "height", 51));
            await().until(() -> messages(second).size() == 4);
            assertThat(only(service.counts())).isEqualTo(new TelemetryCounts.OfEndpoint(55, 5, 50, 0, 0, 3, 2));
        } finally {
            gateway.close();
        }
    }

    @Test
    void errorFramesReachTheListenerAndARejectedIdentityIsKnown() {
        var frames = new CopyOnWriteArrayList<ErrorFrame>();
        var listener = new TelemetryListener() {
            @Override
            public void refused(TelemetryEndpoint endpoint, ErrorFrame frame) {
                frames.add(frame);
                throw new IllegalStateException("a listener that fails hurts nobody");
            }
        };
        try (var gateway = Gateway.open(session -> {
            session.socket.writeTextMessage("no json");
            session.socket.writeTextMessage("{\"hello\": 1}");
            session.socket.writeTextMessage(
                    """
                            {"error": {"code": "field_unfit", "message": "peer_count is no integer.", "field": "peer_count"}}""");
            session.socket.writeTextMessage("""
                    {"error": {"code": "peer_id_invalid", "message": "12D3 is no peer id."}}""");
        });
                var service = new TelemetryService(
                        TelemetryConfig.of(gateway.endpoint(0)).withListener(listener))) {
            service.start();
            await().until(() -> frames.size() == 2);
            assertThat(frames).extracting(ErrorFrame::code).containsExactly("field_unfit", "peer_id_invalid");
            assertThat(frames).extracting(ErrorFrame::field).containsExactly("peer_count", null);
            assertThat(frames).extracting(ErrorFrame::rejectsIdentity).containsExactly(false, true);
            service.handle().send(0, IDENTITY);
            await().until(() -> messages(gateway).size() == 1);
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        var pongs = new CountDownLatch(3);
        try (var gateway = Gateway.open(session -> {
            // One after the other: who is sent several at once may answer the last alone (RFC 6455, 5.5.3).
            session.socket.pongHandler(_ -> {
                pongs.countDown();
                session.socket.writePing(Buffer.buffer("x"));
            });
            session.socket.writePing(Buffer.buffer("x"));
        }); var service = service(gateway.endpoint(0))) {
            service.start();
            assertThat(pongs.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClosedServiceSendsWhatIsLeftAndSaysGoodBye() {
        try (var gateway = Gateway.open()) {
            var service = service(gateway.endpoint(0));
            service.start();
            await().until(() -> gateway.sessions().size() == 1);
            IntStream.range(0, 500).forEach(height -> service.handle().send(0, block(height)));
            service.close();
            await().until(() -> messages(gateway).size() == 500);
            await().until(() -> gateway.sessions().getFirst().closeCodes.equals(List.of((short) 1000)));
            service.handle().send(0, block(500));
            service.close();
        }
    }

    private static TelemetryService service(TelemetryEndpoint... endpoints) {
        return new TelemetryService(quickly(List.of(endpoints)));
    }

    private static TelemetryConfig quickly(List<TelemetryEndpoint> endpoints) {
        return TelemetryConfig.of().withEndpoints(endpoints)
                .withRetries(Duration.ofMillis(20), Duration.ofMillis(200));
    }

    private static TelemetryListener countingEnds(AtomicInteger ends) {
        return new TelemetryListener() {
            @Override
            public void disconnected(TelemetryEndpoint endpoint, String reason) {
                ends.incrementAndGet();
            }
        };
    }

    private static TelemetryCounts.OfEndpoint only(TelemetryCounts counts) {
        return counts.endpoints().values().iterator().next();
    }

    private static List<JsonObject> messages(Gateway gateway) {
        return gateway.sessions().stream().flatMap(session -> session.messages.stream()).toList();
    }

    private static List<String> kinds(Gateway gateway) {
        return gateway.sessions().stream().flatMap(session -> session.kinds().stream()).toList();
    }

    private static int height(JsonObject message) {
        return message.getJsonObject("payload").getInteger("height");
    }

    private static Map<String, Object> block(int height) {
        return Map.of("msg", "block", "height", height);
    }

    @SuppressWarnings("NullAway") // what a careless embedder does
    private static Map<String, Object> nothing() {
        return null;
    }
}
