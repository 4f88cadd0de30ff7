package io.starkbeat.query.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.metrics.QueryMetrics;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever bytes are sent: what comes back is well-formed JSON-RPC or nothing, and no defect.
class RpcBytesPropertyTest {
    private static final String REQUEST = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":%s,\"params\":%s}";

    private final NodeDataRpc rpc;

    RpcBytesPropertyTest() {
        InMemoryStates states = new InMemoryStates();
        states.put(TestNodes.node("a").at("SN_MAIN", 7));
        QueryMetrics metrics = new QueryMetrics(new SimpleMeterRegistry());
        rpc = new NodeDataRpc(states.catalog(metrics, Runnable::run), metrics.rpc());
    }

    @Property(tries = 2000)
    void anyBytesAreAnswered(@ForAll byte[] message) {
        check(message);
    }

    @Property(tries = 3000)
    void anythingLikeARequestIsAnswered(@ForAll("requests") String message) {
        check(message.getBytes(StandardCharsets.UTF_8));
    }

    /// A byte is another, or the rest is missing.
    @Property(tries = 3000)
    void spoiltRequestsAreAnswered(@ForAll("requests") String message, @ForAll int place, @ForAll byte other,
            @ForAll boolean cut) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        int at = Math.floorMod(place, bytes.length);
        bytes[at] = other;
        check(cut ? Arrays.copyOf(bytes, at) : bytes);
    }

    private void check(byte[] message) {
        Optional<JsonPieces> answer = rpc.answer(message, RpcCaller.ONE_ANSWER).toCompletableFuture().join();

        answer.ifPresent(pieces -> {
            Buffer whole = Buffer.buffer();
            pieces.buffers().forEach(whole::appendBuffer);
            assertThat((long) whole.length()).isEqualTo(pieces.length());
            JsonNode json = RpcContract.json(whole.toString());
            RpcContract.check(json);
            (json.isArray() ? json : List.of(json))
                    .forEach(each -> assertThat(each.at("/error/code").asInt()).isNotEqualTo(-32603));
        });
    }

    @Provide
    Arbitrary<String> requests() {
        Arbitrary<String> id = Arbitraries.of("1", "null", "\"x\"", "1.5", "[]", "{}", "1e999", "-", "\"\\ud800\"");
        Arbitrary<String> method = Arbitraries.of("\"nodeData_getNodes\"", "\"nodeData_getNode\"",
                "\"nodeData_getNetwork\"", "\"nodeData_getNetworks\"", "\"rpc.discover\"", "\"nodeData_specVersion\"",
                "\"nodeData_subscribeNodes\"", "\"nodeData_unsubscribe\"", "\"\"", "7", "null");
        Arbitrary<String> value = Arbitraries.of("1", "\"a\"", "null", "true", "[\"Juno\"]", "[]", "[1]", "{}",
                "1e9999999999", "-1", "0.5", "\"\\udfff\"", "[[[[[[]]]]]]", "\"-blockHeight\"",
                "18446744073709551616");
        Arbitrary<String> name = Arbitraries.of("network", "client", "status", "limit", "cursor", "sort", "fields",
                "minBlock", "q", "nodeId", "x", "\\u0000", "");
        Arbitrary<String> params = Arbitraries.oneOf(value,
                value.list().ofMaxSize(16).map(values -> "[" + String.join(",", values) + "]"),
                Combinators.combine(name, value)
                        .as((key, given) -> "\"" + key + "\":" + given)
                        .list()
                        .ofMaxSize(5)
                        .map(members -> "{" + String.join(",", members) + "}"));
        Arbitrary<String> request = Combinators.combine(id, method, params)
                .as((givenId, givenMethod, given) -> REQUEST.formatted(givenId, givenMethod, given));
        return Arbitraries.oneOf(request, request.map(each -> each.replaceFirst("\"id\":[^,]*,", "")),
                request.list().ofMaxSize(5).map((List<String> each) -> "[" + String.join(",", each) + "]"));
    }
}
