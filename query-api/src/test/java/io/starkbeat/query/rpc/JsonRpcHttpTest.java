package io.starkbeat.query.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.http.CorsOrigins;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is HTTP about JSON-RPC.
class JsonRpcHttpTest extends ApiTest {
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON ;x=y"})
    void whatIsSaidToBeJsonIsTaken(String contentType) throws Exception {
        assertThat(api.post(VERSION, "Content-Type", contentType).body()).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp",
            "multipart/form-data"})
    void whatIsNotSaidToBeJsonIsRefused(String contentType) throws Exception {
        problem(api.post(VERSION, "Content-Type", contentType), 415);
    }

    @Test
    void whatIsNotSaidToBeAnythingIsRefused() throws Exception {
        problem(api.send("POST", BodyPublishers.ofString(VERSION)), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH"})
    void callsArePosted(String method) throws Exception {
        HttpResponse<String> answer = api.send(method, BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("POST, OPTIONS");
    }

    @Test
    void pagesOfOtherOriginsCallWhatTheyMay() throws Exception {
        HttpResponse<String> preflight = api.send("OPTIONS", BodyPublishers.noBody(), "Origin", "https://a.example",
                "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(preflight.headers().firstValue("access-control-allow-methods")).hasValue("POST, OPTIONS");
        assertThat(preflight.headers().firstValue("access-control-allow-headers")).hasValue("*");

        RunningApi choosy = new RunningApi(CorsOrigins.parse("https://a.example"));
        try {
            HttpResponse<String> other = choosy.post(VERSION, "Content-Type", "application/json", "Origin",
                    "https://b.example");
            assertThat(other.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        } finally {
            choosy.stop();
        }
    }

    @Test
    void aBodyHasAnEnd() throws Exception {
        String longest = VERSION + " ".repeat(64 * 1024 - VERSION.length());
        assertThat(api.post(longest).body()).isEqualTo(ANSWER);

        for (int excess : new int[]{1, 100_000, 5_000_000}) {
            String tooLong = longest + " ".repeat(excess);
            problem(api.post(tooLong), 413);
            problem(api.post(chunked(tooLong)), 413);
        }
        assertThat(api.post(VERSION).body()).isEqualTo(ANSWER);
    }

    @Test
    void whoAsksBeforeHeSendsIsTold() throws Exception {
        assertThat(api.client.send(java.net.http.HttpRequest.newBuilder(api.uri("http", "/node-data-api"))
                .expectContinue(true)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(VERSION))
                .build(), HttpResponse.BodyHandlers.ofString()).body()).isEqualTo(ANSWER);
    }

    @Test
    void aTrailingSlashIsThePath() throws Exception {
        assertThat(List.of(api.client.send(java.net.http.HttpRequest.newBuilder(api.uri("http", "/node-data-api/"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(VERSION))
                .build(), HttpResponse.BodyHandlers.ofString()).body())).containsExactly(ANSWER);
    }

    private static BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(RpcContract.json(answer.body()).get("status").asInt()).isEqualTo(status);
    }
}
