package io.starkbeat.query.http;

import static io.starkbeat.query.http.ServedApi.header;
import static io.starkbeat.query.http.ServedApi.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every answer about nodes and networks, whatever was asked.
class EveryAnswerTest {
    private final ServedApi api = ServedApi.withFiveNodes();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nodes", "/api/nodes?limit=2", "/api/nodes/a", "/api/networks",
            "/api/networks/SN_MAIN"})
    void methodsThatReadAreTheOnlyOnes(String path) throws Exception {
        HttpResponse<byte[]> get = api.get(path);
        HttpResponse<byte[]> head = api.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("content-length", "content-type", "etag", "vary", "cache-control")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
        }
        assertThat(head.headers().firstValue("link")).isEqualTo(get.headers().firstValue("link"));
        assertThat(api.send("OPTIONS", path).statusCode()).isEqualTo(204);
        HttpResponse<byte[]> post = api.send("POST", path);
        problem(post, 405);
        assertThat(header(post, "allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nodes", "/api/nodes?limit=2", "/api/nodes/a", "/api/networks",
            "/api/networks/SN_MAIN"})
    void whileTheStoreIsNotReadyNothingIsTold(String path) throws Exception {
        api.states().ready(false);

        assertThat(header(api.get(path), "retry-after")).isEqualTo("1");
        problem(api.get(path), 503);
    }

    @Test
    void pagesOfOtherOriginsReadWhatTheyMay() throws Exception {
        HttpResponse<byte[]> open = api.get("/api/nodes", "Origin", "https://any.example");
        assertThat(header(open, "access-control-allow-origin")).isEqualTo("*");
        assertThat(header(open, "access-control-expose-headers")).contains("Link").contains("Starkbeat-As-Of");

        try (ServedApi choosy = ServedApi.withFiveNodes(CorsOrigins.parse("https://a.example"))) {
            HttpResponse<byte[]> listed = choosy.get("/api/nodes", "Origin", "https://a.example");
            assertThat(header(listed, "access-control-allow-origin")).isEqualTo("https://a.example");
            assertThat(String.join(", ", listed.headers().allValues("vary"))).contains("Accept").contains("Origin");
            HttpResponse<byte[]> preflight = choosy.send("OPTIONS", "/api/nodes", "Origin", "https://a.example");
            assertThat(header(preflight, "access-control-allow-methods")).isEqualTo("GET, HEAD, OPTIONS");

            for (String method : List.of("GET", "OPTIONS")) {
                HttpResponse<byte[]> other = choosy.send(method, "/api/nodes", "Origin", "https://b.example");
                assertThat(other.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
                assertThat(String.join(", ", other.headers().allValues("vary"))).contains("Origin");
            }
        }
    }
}
