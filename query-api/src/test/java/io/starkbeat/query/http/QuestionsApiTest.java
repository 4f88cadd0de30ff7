package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.node;
import static io.starkbeat.query.http.ServedApi.header;
import static io.starkbeat.query.http.ServedApi.ids;
import static io.starkbeat.query.http.ServedApi.link;
import static io.starkbeat.query.http.ServedApi.problem;
import static io.starkbeat.query.http.ServedApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be asked about nodes by URL, over a real socket.
class QuestionsApiTest {
    private final ServedApi api = ServedApi.withFiveNodes();

    @AfterEach
    void stop() {
        api.close();
    }

    private static final Schema RESPONSE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(resource("/io/starkbeat/query/node-data-api-response.schema.json"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|a b c d e", "network=sn_main|a b c", "network=SN_MAIN,SN_SEPOLIA|a b c d",
            "network=SN_MAIN&network=sn_sepolia|a b c d", "client=juno|a b d", "version=0.15.0|a c",
            "client=Juno&version=0.15.0|a", "capability=fullnode|a", "capability=FullNode,Sequencer|a c",
            "status=online|a b d e", "status=offline,stale|c", "country=de,FR|a b", "source=crawler|d e",
            "source=both|d",
            "minBlock=97|a b", "maxLag=7|a b c d", "maxLag=6|a b d", "maxLag=0|a b d", "q=ALPHA|a", "q=10.0.|a",
            "q=2001:DB8|b", "q=b|b",
            "q=%2C+the|b", "network=nowhere|''", "sort=-blockHeight|a b c d e", "sort=blockHeight|d c b a e",
            "sort=nodeName|a b c d e", "sort=-nodeName|b a c d e", "sort=status|a b d e c", "sort=-sources|d e a b c",
            "limit=2|a b", "limit=1000|a b c d e", "sort=-nodeId&limit=1|e"})
    void whatIsAskedForIsTold(String query, String ids) throws Exception {
        HttpResponse<byte[]> answer = api.get("/api/nodes?" + query);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-type")).isEqualTo("application/json");
        assertThat(header(answer, "starkbeat-as-of")).isEqualTo("2026-11-01T12:00:00.000Z");
        assertThat(header(answer, "vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(RESPONSE.validate(text(answer), InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))).isEmpty();
        assertThat(String.join(" ", ids(answer))).isEqualTo(ids);
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreTold() throws Exception {
        HttpResponse<byte[]> answer = api.get("/api/nodes?fields=lag,nodeName&minBlock=97");

        assertThat(text(answer)).isEqualTo("[{\"nodeId\":\"a\",\"nodeName\":\"=Alpha\",\"lag\":0},"
                + "{\"nodeId\":\"b\",\"nodeName\":\"beta, the second\",\"lag\":0}]");
        assertThat(RESPONSE.validate(text(answer), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/api/nodes?colour=red|colour", "/api/nodes?status=up|status",
            "/api/nodes?status=online,up|status", "/api/nodes?client=|client", "/api/nodes?client=Juno,|client",
            "/api/nodes?limit=0|limit", "/api/nodes?limit=1001|limit", "/api/nodes?limit=1&limit=2|limit",
            "/api/nodes?sort=height|sort", "/api/nodes?fields=nodeId,peerId|fields", "/api/nodes?minBlock=1e3|minBlock",
            "/api/nodes?maxLag=-1|maxLag", "/api/nodes?cursor=xyz|cursor", "/api/nodes?q=%C3%28|q",
            "/api/nodes?network|network",
            "/api/nodes/a?fields=lag|fields", "/api/networks?network=SN_MAIN|network", "/api/networks/SN_MAIN?x|x"})
    void whatCannotBeAskedIsRefusedByName(String path, String parameter) throws Exception {
        JsonNode problem = problem(api.get(path), 400);

        assertThat(problem.get("type").asText()).isEqualTo("urn:starkbeat:problem:refused-parameter");
        assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
        assertThat(problem.get("detail").asText()).contains(parameter);
    }

    @Test
    void aCursorOfAnotherSortIsRefused() throws Exception {
        String next = link(api.get("/api/nodes?sort=-blockHeight&limit=1"));

        assertThat(problem(api.get(next.replace("-blockHeight", "blockHeight")), 400).get("parameter").asText())
                .isEqualTo("cursor");
    }

    @Test
    void pagesAreFollowedByTheirLinksWhileNodesChange() throws Exception {
        List<String> seen = new ArrayList<>();
        String query = "/api/nodes?sort=-blockHeight&network=SN_MAIN,SN_SEPOLIA&q=&fields=nodeId,blockHeight&limit=1";

        HttpResponse<byte[]> page = api.get(query);
        seen.addAll(ids(page));
        assertThat(link(page))
                .startsWith("/api/nodes?sort=-blockHeight&network=SN_MAIN%2CSN_SEPOLIA&q=&fields=nodeId%2C"
                        + "blockHeight&limit=1&cursor=");
        // Behind the first page comes a new one, what was on it goes, and one of those to come moves up before it.
        api.states().put(node("new").at("SN_MAIN", 95));
        api.states().remove("a");
        api.states().put(node("d").at("SN_MAIN", 1000));
        Awaitility.await().untilAsserted(
                () -> assertThat(ids(api.get("/api/nodes?sort=-blockHeight"))).containsExactly("d", "b", "new", "c",
                        "e"));
        for (String next = link(page); next != null; next = link(page)) {
            page = api.get(next);
            assertThat(page.statusCode()).isEqualTo(200);
            seen.addAll(ids(page));
        }

        assertThat(seen).containsExactly("a", "b", "new", "c");
    }

    @Test
    void aLinkLeadsToThisHostHoweverThePathWasWritten() throws Exception {
        assertThat(link(api.get("//api//nodes/?limit=1"))).startsWith("/api/nodes?limit=1&cursor=");
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(QuestionsApiTest.class.getResourceAsStream(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
