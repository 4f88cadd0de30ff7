package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.catalog.Coding;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.question.NodeFilter;
import io.starkbeat.query.question.NodeProperty;
import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.view.ListFormat;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The OpenAPI document and the running service, in both directions: what is served is described ([DescribedApi] holds
/// every answer to it), and what is described is served.
class OpenApiServedTest {
    private static final String NODE = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";

    private static final String STREAM = "/api/nodes/stream";

    private ServedApi api;

    @BeforeEach
    void start() throws Exception {
        api = new ServedApi();
        api.states().put(node(NODE).at("SN_MAIN", 100));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private static List<JsonNode> parameters() {
        return DescribedApi.parameters("/api/nodes");
    }

    @Test
    void everyRouteIsDescribedAndEveryDescribedPathIsARoute() {
        Set<String> described = new TreeSet<>(paths().stream().map(Map.Entry::getKey).toList());
        assertThat(api.routes()).isEqualTo(described);
    }

    /// `GET /api/nodes 200` and so on.
    private static Set<String> readings() {
        Set<String> readings = new TreeSet<>(DescribedApi.described());
        readings.removeIf(each -> !each.startsWith("GET "));
        return readings;
    }

    @ParameterizedTest
    @MethodSource("readings")
    void everyDescribedStatusIsAnswered(String reading) throws Exception {
        String[] parts = reading.split(" ");
        String target = parts[1].replace("{nodeId}", NODE).replace("{network}", "SN_MAIN")
                .replace("{document}", "node-item.schema.json");
        switch (parts[2]) {
            // A stream does not end; HEAD has its head.
            case "200" -> api.send(target.equals(STREAM) ? "HEAD" : "GET", target);
            case "304" -> api.get(target, "If-None-Match", "*");
            case "400" -> api.get(target + "?nonsense=1");
            case "404" -> api.get(parts[1].replaceAll("\\{[^}]+}", "nothing"));
            case "406" -> api.get(target, "Accept", "image/png");
            case "413" -> api.send("GET", target, BodyPublishers.ofByteArray(new byte[UnreadBody.MOST + 1]));
            case "500" -> failing(target);
            case "503" -> {
                api.states().ready(false);
                api.get(target);
            }
            default -> throw new AssertionError("nobody knows how to get " + reading);
        }
        assertThat(api.described().seen()).contains(reading);
    }

    private void failing(String target) throws Exception {
        try (ServedApi broken = new ServedApi(CorsOrigins.ALL, QueryServer.PATIENCE, new BrokenCatalog())) {
            broken.get(target);
            assertThat(broken.described().seen()).allMatch(seen -> seen.endsWith("500"));
            broken.described().seen().forEach(api.described()::saw);
        }
    }

    @Test
    void everyDescribedMediaTypeIsTold() throws Exception {
        for (Map.Entry<String, JsonNode> path : paths()) {
            if (path.getKey().equals("/api/nodes")) {
                for (Map.Entry<String, JsonNode> type : path.getValue().at("/get/responses/200/content").properties()) {
                    HttpResponse<byte[]> answer = api.get(path.getKey(), "Accept", type.getKey());
                    assertThat(ServedApi.header(answer, "content-type")).startsWith(type.getKey());
                }
            }
        }
    }

    @Test
    void theParametersOfTheListAreThoseOfAQuestion() {
        assertThat(parameters()).extracting(each -> each.get("name").asText())
                .containsExactlyElementsOf(NodeQuestion.PARAMETERS);
        assertThat(DescribedApi.parameters(STREAM)).extracting(each -> each.get("name").asText())
                .containsExactlyElementsOf(NodeFilter.PARAMETERS);
        assertThat(parameters()).filteredOn(each -> each.at("/schema/type").asText().equals("array"))
                .extracting(each -> each.get("name").asText())
                .containsExactlyInAnyOrderElementsOf(NodeQuestion.SEVERAL);
    }

    @Test
    void theItemIsDescribedInItsOrder() {
        List<String> described = new ArrayList<>();
        DescribedApi.document().at("/components/schemas/node-item/properties").fieldNames()
                .forEachRemaining(described::add);
        assertThat(described).containsExactlyInAnyOrderElementsOf(NodeProperty.apiNames());
    }

    /// What a parameter's schema allows is taken, what it forbids is refused by the parameter's name.
    @ParameterizedTest
    @MethodSource("parameters")
    void aParameterTakesWhatItsSchemaSays(JsonNode parameter) throws Exception {
        String name = parameter.get("name").asText();
        JsonNode schema = parameter.get("schema");
        JsonNode value = schema.path("type").asText().equals("array") ? schema.get("items") : schema;
        List<String> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        value.path("enum").forEach(word -> taken.add(word.asText()));
        if (value.has("enum")) {
            refused.add("nonsense");
        }
        if (value.path("type").asText().equals("integer")) {
            BigInteger least = value.get("minimum").bigIntegerValue();
            BigInteger most = value.get("maximum").bigIntegerValue();
            taken.addAll(List.of(least.toString(), most.toString()));
            refused.addAll(List.of(least.subtract(BigInteger.ONE).toString(), most.add(BigInteger.ONE).toString(), "x",
                    "1.5"));
        }
        if (value.has("minLength")) {
            refused.add("");
        }
        if (value.has("maxLength")) {
            taken.add("x".repeat(value.get("maxLength").asInt()));
            refused.add("x".repeat(value.get("maxLength").asInt() + 1));
        }
        if (value.has("pattern")) {
            refused.add("!");
        }
        JsonNode example = parameter.path("example");
        if (example.isArray()) {
            taken.add(String.join(",", example.valueStream().map(JsonNode::asText).toList()));
        } else if (!example.isMissingNode()) {
            taken.add(example.asText());
        }
        for (String each : taken) {
            assertThat(ask(name, each).statusCode()).as(name + " " + each).isEqualTo(200);
        }
        for (String each : refused) {
            assertThat(ServedApi.problem(ask(name, each), 400).get("parameter").asText()).isEqualTo(name);
        }
        assertThat(taken.isEmpty()).isEqualTo(name.equals("cursor"));
    }

    private HttpResponse<byte[]> ask(String name, String value) throws Exception {
        return api.get("/api/nodes?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /// Each line that begins with `curl`, with its address and its header.
    private static List<String> curls() {
        List<String> curls = new ArrayList<>();
        DescribedApi.document().findValues("x-codeSamples").forEach(samples -> samples.forEach(sample -> {
            String source = sample.get("source").asText().strip();
            // A POST is the JSON-RPC tests', what does not end the feed's.
            if (source.startsWith("curl ") && !source.contains(" -d ") && !source.contains(" -N ")) {
                curls.add(source);
            }
        }));
        return curls;
    }

    @ParameterizedTest
    @MethodSource("curls")
    void everySampleIsAnswered(String curl) throws Exception {
        Matcher address = Pattern.compile("'http://localhost:8081(/[^']*)'$").matcher(curl);
        assertThat(address.find()).as(curl).isTrue();
        Matcher header = Pattern.compile("-H '([^:]+): ([^']+)'").matcher(curl);
        HttpResponse<byte[]> answer = header.find()
                ? api.get(address.group(1), header.group(1), header.group(2))
                : api.get(address.group(1));
        assertThat(answer.statusCode()).as(curl).isEqualTo(200);
    }

    @Test
    void whatIsNoPathIsDescribedToo() throws Exception {
        ServedApi.problem(api.get("/nothing"), 404);
        ServedApi.problem(api.get("/api/nodes/a/b"), 404);
        ServedApi.problem(api.get("/api/nodes/%C3%28"), 400);
    }

    private static List<Map.Entry<String, JsonNode>> paths() {
        return List.copyOf(DescribedApi.document().get("paths").properties());
    }

    /// Fails whatever it is asked.
    private static final class BrokenCatalog implements NodeCatalog {
        private static <T> CompletionStage<T> broken() {
            return CompletableFuture.failedStage(new IllegalStateException("broken on purpose"));
        }

        @Override
        public CompletionStage<Answer> list(Coding coding) {
            return broken();
        }

        @Override
        public CompletionStage<Page> ask(NodeQuestion question, ListFormat format, Coding coding) {
            return broken();
        }

        @Override
        public CompletionStage<Optional<Answer>> node(String nodeId, Coding coding) {
            return broken();
        }

        @Override
        public CompletionStage<Optional<Set<String>>> sessions(String nodeId) {
            return broken();
        }

        @Override
        public CompletionStage<Answer> networks(Coding coding) {
            return broken();
        }

        @Override
        public CompletionStage<Optional<Answer>> network(String network, Coding coding) {
            return broken();
        }

        @Override
        public Instant asOf() {
            return Instant.EPOCH;
        }
    }
}
