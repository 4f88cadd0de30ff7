package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.catalog.Coding;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.query.view.ListFormat;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the HTTP server does whatever the nodes are.
class QueryServerTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private QueryServer server;

    @BeforeEach
    void start() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        NodeFeed feed = new NodeFeed(() -> {
            throw new AssertionError("nobody subscribes");
        }, () -> false, 1, 1, new FeedMetrics(meters));
        server = new QueryServer(vertx, new NoNodes(), feed, new RejectedLog(), CorsOrigins.ALL,
                new QueryMetrics(meters));
        server.start("127.0.0.1", 0, "QUERY_PORT");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
        vertx.close().await();
    }

    private static List<PublishedDocument> documents() {
        return PublishedDocument.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachDocumentOfTheContractIsServedAndListed(PublishedDocument document) throws Exception {
        JsonNode listed = find(document.name());
        assertThat(listed.get("title").asText()).isEqualTo(document.title());

        HttpResponse<String> answer = get(listed.get("href").asText());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(document.text());
        assertThat(answer.headers().firstValue("content-type")).hasValue(document.mediaType());
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-cache");

        String etag = answer.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = get(listed.get("href").asText(), "If-None-Match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).hasValue(etag);
        assertThat(get(listed.get("href").asText(), "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
    }

    @Test
    void noOtherFileIsADocument() throws Exception {
        assertThat(get("/schemas/none.schema.json").statusCode()).isEqualTo(404);
        assertThat(get("/schemas/..%2Flogback.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void aConnectionThatIsUsedWhileDrainingIsSentElsewhere() throws Exception {
        assertThat(get("/api/nodes").headers().firstValue("connection")).isEmpty();
        server.sendElsewhere();
        HttpResponse<String> answer = get("/api/nodes");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("connection")).hasValue("close");
    }

    private JsonNode find(String name) throws Exception {
        for (JsonNode each : RecordMapper.mapper().readTree(get("/schemas").body()).get("documents")) {
            if (each.get("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError(name + " is not listed");
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method("GET", BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static final class NoNodes implements NodeCatalog {
        @Override
        public CompletionStage<Answer> list(Coding coding) {
            return CompletableFuture
                    .completedStage(new Answer(Buffer.buffer("[]"), Coding.IDENTITY, "W/\"none\"", Instant.EPOCH));
        }

        @Override
        public CompletionStage<Page> ask(NodeQuestion question, ListFormat format, Coding coding) {
            return list(coding).thenApply(answer -> new Page(answer, null));
        }

        @Override
        public CompletionStage<Optional<Set<String>>> sessions(String nodeId) {
            return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public CompletionStage<Answer> networks(Coding coding) {
            return list(coding);
        }

        @Override
        public CompletionStage<Optional<Answer>> network(String network, Coding coding) {
            return node(network, coding);
        }

        @Override
        public CompletionStage<Optional<Answer>> node(String nodeId, Coding coding) {
            return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public Instant asOf() {
            return Instant.EPOCH;
        }
    }
}
