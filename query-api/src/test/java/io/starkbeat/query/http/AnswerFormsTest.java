package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.node;
import static io.starkbeat.query.http.ServedApi.header;
import static io.starkbeat.query.http.ServedApi.json;
import static io.starkbeat.query.http.ServedApi.link;
import static io.starkbeat.query.http.ServedApi.problem;
import static io.starkbeat.query.http.ServedApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The forms of an answer: known already, as a table, as lines, made smaller.
class AnswerFormsTest {
    private final ServedApi api = ServedApi.withFiveNodes();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoHasItAlreadyIsNotToldAgain() throws Exception {
        for (String path : List.of("/api/nodes", "/api/nodes?status=online&sort=-lag", "/api/nodes/a", "/api/networks",
                "/api/networks/SN_MAIN")) {
            HttpResponse<byte[]> first = api.get(path);
            String etag = header(first, "etag");
            assertThat(etag).as(path).matches("W/\"[0-9a-f-]+\"");
            assertThat(header(first, "cache-control")).isEqualTo("no-cache");

            HttpResponse<byte[]> again = api.get(path, "If-None-Match", "\"x\", " + etag);
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "etag")).isEqualTo(etag);
            assertThat(header(again, "starkbeat-as-of")).isNotNull();
            assertThat(header(again, "vary")).isEqualTo("Accept, Accept-Encoding");
            assertThat(api.get(path, "If-None-Match", "*").statusCode()).isEqualTo(304);

            assertThat(api.get(path, "If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
            assertThat(api.get(path, "If-Modified-Since", "Sun, 01 Nov 2026 12:00:00 GMT").statusCode()).isEqualTo(200);
            assertThat(api.get(path, "If-Modified-Since", "whenever").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTagIsOfWhatTheAnswerShows() throws Exception {
        String all = header(api.get("/api/nodes"), "etag");
        String sepolia = header(api.get("/api/nodes?network=SN_SEPOLIA"), "etag");
        assertThat(header(api.get("/api/nodes", "Accept", "text/csv"), "etag")).isNotEqualTo(all);
        assertThat(header(api.get("/api/nodes?sort=nodeId&q="), "etag")).isEqualTo(all);

        api.states().put(node("a").at("SN_MAIN", 101).from("one"));

        Awaitility.await().untilAsserted(() -> assertThat(header(api.get("/api/nodes"), "etag")).isNotEqualTo(all));
        assertThat(api.get("/api/nodes?network=SN_SEPOLIA", "If-None-Match", sepolia).statusCode()).isEqualTo(304);
    }

    @Test
    void aTableForSpreadsheetsIsSafe() throws Exception {
        HttpResponse<byte[]> answer = api.get("/api/nodes?fields=nodeName,blockHeight,cpuUsage&minBlock=97", "Accept",
                "text/csv");

        assertThat(header(answer, "content-type")).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(text(answer)).isEqualTo(
                "nodeId,nodeName,cpuUsage,blockHeight\r\na,'=Alpha,12.5,100\r\nb,\"beta, the second\",,97\r\n");
        assertThat(link(api.get("/api/nodes?limit=2", "Accept", "text/csv"))).contains("limit=2&cursor=");
    }

    @Test
    void linesForProgramsAreItems() throws Exception {
        HttpResponse<byte[]> answer = api.get("/api/nodes", "Accept", "application/x-ndjson");

        assertThat(header(answer, "content-type")).isEqualTo("application/x-ndjson");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text(answer).split("\n")) {
            lines.add(RecordMapper.mapper().readTree(line));
        }
        JsonNode list = json(api.get("/api/nodes"));
        assertThat(lines).hasSize(5);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo(list.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/nodes, text/html", "/api/nodes, application/json;q=0", "/api/nodes/a, text/csv",
            "/api/networks, text/csv", "/api/networks/SN_MAIN, application/x-ndjson"})
    void whatCannotBeToldAsAskedIsNotTold(String path, String accept) throws Exception {
        HttpResponse<byte[]> answer = api.get(path, "Accept", accept);

        assertThat(problem(answer, 406).get("detail").asText()).contains("application/json");
        assertThat(header(answer, "vary")).contains("Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sort=-lag", "?fields=nodeName,lastSeen"})
    void listsAreMadeSmallerForWhoWantsThat(String query) throws Exception {
        for (int i = 0; i < 200; i++) {
            api.states().put(node("n" + i).at("SN_MAIN", i));
        }
        for (String accept : List.of("application/json", "text/csv", "application/x-ndjson")) {
            Awaitility.await().untilAsserted(() -> {
                HttpResponse<byte[]> plain = api.get("/api/nodes" + query, "Accept", accept);
                HttpResponse<byte[]> gzip = api.get("/api/nodes" + query, "Accept", accept, "Accept-Encoding",
                        "br, gzip");
                assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
                assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
                assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
                assertThat(unzip(gzip.body())).isEqualTo(plain.body());
                assertThat(header(gzip, "etag")).isEqualTo(header(plain, "etag"));
                HttpResponse<byte[]> again = api.get("/api/nodes" + query, "Accept", accept, "Accept-Encoding", "gzip",
                        "If-None-Match", header(plain, "etag"));
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(again.headers().firstValue("content-encoding")).isEmpty();
            });
        }
        assertThat(
                api.get("/api/nodes" + query, "Accept-Encoding", "gzip;q=0").headers().firstValue("content-encoding"))
                .isEmpty();
        assertThat(api.get("/api/nodes?limit=1", "Accept-Encoding", "gzip").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void oneNodeAndNetworksAreMadeSmallerToo() throws Exception {
        for (int i = 0; i < 50; i++) {
            api.states()
                    .put(node("n" + i).at("SN_MAIN", i).with(Field.VERSION, "0.15." + i).with(Field.CLIENT, "Juno"));
        }
        api.states().put(node("long").with(Field.NAME, "n".repeat(250)).with(Field.CPU_TYPE, "c".repeat(250))
                .with(Field.OPERATING_SYSTEM, "o".repeat(250)));
        for (String path : List.of("/api/nodes/long", "/api/networks", "/api/networks/SN_MAIN")) {
            Awaitility.await().untilAsserted(() -> {
                HttpResponse<byte[]> plain = api.get(path);
                HttpResponse<byte[]> gzip = api.get(path, "Accept-Encoding", "gzip");
                assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
                assertThat(header(gzip, "content-encoding")).as(path).isEqualTo("gzip");
                assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
                assertThat(unzip(gzip.body())).isEqualTo(plain.body());
                assertThat(header(gzip, "etag")).isEqualTo(header(plain, "etag"));
            });
        }
        for (String path : List.of("/api/nodes/e", "/api/networks/SN_SEPOLIA")) {
            assertThat(api.get(path, "Accept-Encoding", "gzip").headers().firstValue("content-encoding")).isEmpty();
        }
    }

    private static byte[] unzip(byte[] gzip) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
    }
}
