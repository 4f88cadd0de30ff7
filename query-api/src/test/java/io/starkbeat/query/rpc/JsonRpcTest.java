package io.starkbeat.query.rpc;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.field.Field;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON-RPC 2.0 by POST, over a real socket.
class JsonRpcTest extends ApiTest {
    @Test
    void methodsTellWhatTheirNeighboursTellByUrl() throws Exception {
        assertThat(api.result("nodeData_getNodes", "").get("nodes")).isEqualTo(api.read("/api/nodes")).hasSize(5);
        assertThat(api.result("nodeData_getNodes", "{}").has("cursor")).isFalse();
        assertThat(api.result("nodeData_getNode", "[\"a\"]")).isEqualTo(api.read("/api/nodes/a"));
        assertThat(api.result("nodeData_getNode", "{\"nodeId\":\"a\"}")).isEqualTo(api.read("/api/nodes/a"));
        assertThat(api.result("nodeData_getNetworks", "[]")).isEqualTo(api.read("/api/networks")).hasSize(2);
        assertThat(api.result("nodeData_getNetwork", "[\"SN_MAIN\"]")).isEqualTo(api.read("/api/networks/SN_MAIN"));
        assertThat(api.result("rpc.discover", "")).isEqualTo(RpcContract.DOCUMENT)
                .isEqualTo(api.read("/schemas/openrpc.json"));
        assertThat(api.result("nodeData_specVersion", "{}")).isEqualTo(RpcContract.DOCUMENT.at("/info/version"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"network\":\"sn_main\"}|a b c",
            "{\"network\":[\"SN_MAIN\",\"SN_SEPOLIA\"]}|a b c d", "{\"client\":[\"juno\",\"pathfinder\"]}|a b c d",
            "{\"client\":\"Juno,Pathfinder\"}|``", "{\"status\":[\"online\"],\"maxLag\":0}|a b d",
            "{\"minBlock\":97}|a b", "{\"minBlock\":97.0}|a b", "{\"minBlock\":9.7e1}|a b",
            "{\"minBlock\":18446744073709551615}|``", "{\"limit\":2}|a b", "{\"sort\":\"-nodeId\",\"limit\":1}|e",
            "{\"q\":\"ALPHA\"}|a", "{\"network\":null,\"limit\":null}|a b c d e", "{\"country\":[\"de\",\"FR\"]}|a b",
            "{\"source\":\"both\"}|d", "{\"fields\":[\"lag\"],\"capability\":\"Sequencer\"}|c", "[]|a b c d e",
            "[\"SN_MAIN\"]|a b c", "[[\"SN_MAIN\"],[\"Juno\"],\"0.15.0\"]|a",
            "[null,null,null,null,null,null,null,90,null,null,\"-blockHeight\",\"blockHeight\",2]|a b"})
    void nodesAreAskedForByNameOrByPlace(String params, String ids) throws Exception {
        assertThat(String.join(" ", RunningApi.ids(api.result("nodeData_getNodes", params).get("nodes"))))
                .isEqualTo(ids);
    }

    @Test
    void pagesAreFollowedByTheirCursors() throws Exception {
        List<String> seen = new ArrayList<>();
        String cursor = "null";
        for (int page = 0; page < 3; page++) {
            JsonNode result = api.result("nodeData_getNodes",
                    "{\"sort\":\"-blockHeight\",\"limit\":2,\"cursor\":" + cursor + "}");
            seen.addAll(RunningApi.ids(result.get("nodes")));
            assertThat(result.has("cursor")).isEqualTo(page < 2);
            cursor = result.path("cursor").toString();
        }

        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"nodeData_getNodes|{\"colour\":\"red\"}|colour",
            "nodeData_getNodes|{\"status\":\"up\"}|status", "nodeData_getNodes|{\"status\":[\"online\",\"up\"]}|status",
            "nodeData_getNodes|{\"client\":\"\"}|client", "nodeData_getNodes|{\"client\":[]}|client",
            "nodeData_getNodes|{\"client\":[1]}|client", "nodeData_getNodes|{\"client\":[[\"Juno\"]]}|client",
            "nodeData_getNodes|{\"client\":{\"is\":\"Juno\"}}|client", "nodeData_getNodes|{\"client\":1}|client",
            "nodeData_getNodes|{\"client\":true}|client", "nodeData_getNodes|{\"limit\":0}|limit",
            "nodeData_getNodes|{\"limit\":1001}|limit", "nodeData_getNodes|{\"limit\":\"10\"}|limit",
            "nodeData_getNodes|{\"limit\":-1}|limit", "nodeData_getNodes|{\"limit\":1.5}|limit",
            "nodeData_getNodes|{\"limit\":1e999999999}|limit", "nodeData_getNodes|{\"limit\":1e99999999999}|limit",
            "nodeData_getNodes|{\"limit\":1e-999999999}|limit", "nodeData_getNodes|{\"limit\":[1]}|limit",
            "nodeData_getNodes|{\"sort\":\"height\"}|sort", "nodeData_getNodes|{\"sort\":[\"nodeId\"]}|sort",
            "nodeData_getNodes|{\"fields\":\"peerId\"}|fields", "nodeData_getNodes|{\"cursor\":\"xyz\"}|cursor",
            "nodeData_getNodes|{\"q\":5}|q", "nodeData_getNodes|{\"limit\":1,\"limit\":2}|limit",
            "nodeData_getNodes|[\"SN_MAIN\",1]|client", "nodeData_getNodes|{\"\":1}|``",
            "nodeData_getNodes|{\"minBlock\":18446744073709551616}|minBlock", "nodeData_getNode|[]|nodeId",
            "nodeData_getNode|{}|nodeId", "nodeData_getNode|[null]|nodeId", "nodeData_getNode|[7]|nodeId",
            "nodeData_getNode|[[\"a\"]]|nodeId", "nodeData_getNode|{\"id\":\"a\"}|id",
            "nodeData_getNetwork|{\"network\":[\"SN_MAIN\"]}|network", "nodeData_getNetworks|{\"network\":1}|network",
            "rpc.discover|{\"x\":1}|x"})
    void whatCannotBeAskedIsRefusedByName(String method, String params, String parameter) throws Exception {
        JsonNode error = api.error(method, params);

        assertThat(error.get("code").asInt()).as(error.toString()).isEqualTo(-32602);
        assertThat(error.at("/data/parameter").asText()).isEqualTo(parameter);
        assertThat(error.at("/data/detail").asText()).contains(parameter).endsWith(".");
    }

    @Test
    void tooManyParametersByPlaceAreRefused() throws Exception {
        assertThat(api.error("nodeData_getNode", "[\"a\",\"b\"]").at("/data/detail").asText())
                .contains("takes 1 at most").contains("2 are given");
        assertThat(api.error("nodeData_getNetworks", "[1]").at("/data/detail").asText()).contains("no parameters");
    }

    @ParameterizedTest
    @CsvSource({"nodeData_getNode, x, 1001", "nodeData_getNode, '\\ud800\\\"', 1001", "nodeData_getNode, '', 1001",
            "nodeData_getNetwork, sn_main, 1002"})
    void whatNobodyKnowsIsNotFound(String method, String id, int code) throws Exception {
        assertThat(api.error(method, "[\"" + id + "\"]").get("code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodeData_getNodes", "nodeData_getNetworks", "nodeData_getNode", "nodeData_getNetwork"})
    void whileTheStoreIsNotReadyThatIsTold(String method) throws Exception {
        api.states.ready(false);

        assertThat(api.error(method, method.endsWith("e") || method.endsWith("k") ? "[\"a\"]" : "").get("code").asInt())
                .isEqualTo(1003);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-7", "1.50", "1e400", "-0", "123456789012345678901234567890", "\"x\"", "\"\"",
            "\"\u00e9 \u20ac \\u00e9 \\ud83d\\ude00 \\n\\\" \\ud800\"", "null", "1E+2"})
    void idsComeBackAsTheyWereSent(String id) throws Exception {
        for (String request : List.of("{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"nodeData_specVersion\"}",
                "{\"id\" :\t%s ,\"method\":\"nodeData_specVersion\",\"jsonrpc\":\"2.0\"}",
                "[{\"method\":\"nodeData_specVersion\",\"jsonrpc\":\"2.0\",\"id\":%s\n}]",
                "{\"jsonrpc\":\"2.0\",\"method\":\"no\",\"id\":%s}", "{\"id\":%s}")) {
            HttpResponse<String> answer = api.post(request.formatted(id));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"``|-32700|null", "nonsense|-32700|null",
            "{\"jsonrpc\":\"2.0\",\"id\":1|-32700|null", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}}|-32700|null",
            "{} {}|-32700|null", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nodeData_specVersion\"},|-32700|null",
            "{\"id\":01}|-32700|null", "{\"id\":NaN}|-32700|null", "{'id':1}|-32700|null", "\ufeff{}|-32700|null",
            "{\"id\":1,}|-32700|null", "\"\t\"|-32700|null",
            "[]|-32600|null", "1|-32600|null", "\"x\"|-32600|null", "null|-32600|null", "{}|-32600|null",
            "{\"id\":5}|-32600|5", "{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"rpc.discover\"}|-32600|5",
            "{\"jsonrpc\":2.0,\"id\":5,\"method\":\"rpc.discover\"}|-32600|5",
            "{\"id\":5,\"method\":\"rpc.discover\"}|-32600|5", "{\"jsonrpc\":\"2.0\",\"id\":5}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"method\":1}|-32600|null", "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"\"}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rpc.discover\",\"params\":1}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rpc.discover\",\"params\":null}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rpc.discover\",\"params\":\"bar\"}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":\"rpc.discover\"}|-32600|null",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"rpc.discover\"}|-32600|null",
            "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"rpc.discover\"}|-32600|null",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"id\":6,\"method\":\"rpc.discover\"}|-32600|null",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rpc.discover\",\"method\":\"x\"}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rpc.discover\",\"params\":[],\"params\":{}}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"rpc.discover\"}|-32600|5",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"RPC.discover\"}|-32601|5",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"nodeData_getnodes\"}|-32601|5"})
    void whatIsNoRequestIsToldSo(String body, int code, String id) throws Exception {
        JsonNode answer = api.answer(body);

        assertThat(answer.at("/error/code").asInt()).isEqualTo(code);
        assertThat(answer.get("id").toString()).isEqualTo(id);
        assertThat(answer.at("/error/data/detail").asText()).endsWith(".");
    }

    @Test
    void whatIsNotUtf8IsNotJson() throws Exception {
        byte[] latin = VERSION.replace("1,", "\"\u00e9\",").getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = VERSION.getBytes(StandardCharsets.UTF_16BE);
        byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
        for (byte[] body : List.of(latin, utf16, overlong)) {
            HttpResponse<String> answer = api.post(BodyPublishers.ofByteArray(body));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(RpcContract.json(answer.body()).at("/error/code").asInt()).isEqualTo(-32700);
        }
    }

    @Test
    void depthAndDigitsAreBounded() throws Exception {
        for (String body : List.of("[".repeat(30_000), "[".repeat(20_000) + "]".repeat(20_000),
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":" + "9".repeat(20_000) + "}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":1,\"params\":[" + "0." + "9".repeat(20_000) + "]}")) {
            JsonNode answer = api.answer(body);
            assertThat(answer.at("/error/code").asInt()).isEqualTo(-32600);
            assertThat(answer.get("id").isNull()).isTrue();
            assertThat(answer.at("/error/data/detail").asText()).contains("bounds");
        }
    }

    @Test
    void unknownMembersArePassedOver() throws Exception {
        assertThat(api.answer("{\"jsonrpc\":\"2.0\",\"extra\":{\"id\":[1,{}]},\"id\":1,"
                + "\"method\":\"nodeData_specVersion\"}").has("result")).isTrue();
    }

    @Test
    void batchesAreAnsweredInTheirOrder() throws Exception {
        JsonNode answers = api.answer("[{\"jsonrpc\":\"2.0\",\"id\":\"n\",\"method\":\"nodeData_getNodes\"},"
                + NOTIFICATION + ",1,{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"nodeData_getNode\",\"params\":[\"x\"]},"
                + "{\"foo\":\"boo\"},[],{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"nodeData_getNetworks\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"none\"}]");

        assertThat(answers).extracting(answer -> answer.get("id").toString()
                + answer.at("/error/code").asText("")).containsExactly("\"n\"", "null-32600", "21001", "null-32600",
                        "null-32600", "2", "null-32601");
        assertThat(answers.get(0).at("/result/nodes")).hasSize(5);
        assertThat(answers.get(5).at("/result/0/network").asText()).isEqualTo("SN_MAIN");
    }

    @Test
    void ofABatchOfOneTheAnswerIsAnArray() throws Exception {
        assertThat(api.answer("[" + VERSION + "]").isArray()).isTrue();
    }

    @Test
    void batchesHaveAnEnd() throws Exception {
        assertThat(api.answer(batch(100, VERSION))).hasSize(100);
        JsonNode refused = api.answer(batch(101, VERSION));
        assertThat(refused.at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(refused.get("id").isNull()).isTrue();
        assertThat(refused.at("/error/data/detail").asText()).contains("101").contains("100");
        assertThat(api.answer(batch(101, VERSION).replace(VERSION + "]", VERSION)).at("/error/code").asInt())
                .isEqualTo(-32700);
    }

    @Test
    void aBatchHoldsNoMoreThanSoMuch() throws Exception {
        api.crowd(8_000);
        JsonNode answers = api.answer(
                batch(5, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nodeData_getNodes\",\"params\":{\"minBlock\":0}}"));

        assertThat(answers).extracting(answer -> answer.at("/error/code").asInt()).startsWith(0, 0).endsWith(1005);
        assertThat(answers.get(0).at("/result/nodes")).hasSize(8_004);
    }

    @Test
    void whoWantsNoAnswerGetsNone() throws Exception {
        for (String body : List.of(NOTIFICATION, "[" + NOTIFICATION + "]", batch(3, NOTIFICATION),
                NOTIFICATION.replace("nodeData_specVersion", "none"),
                "{\"jsonrpc\":\"2.0\",\"method\":\"nodeData_getNode\",\"params\":[1,2,3]}")) {
            HttpResponse<String> answer = api.post(body);
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("content-type")).isEmpty();
        }
    }

    @Test
    void callsAreCountedByMethodAndCode() throws Exception {
        api.answer("[" + VERSION + "," + NOTIFICATION + ",{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"evil\"}]");
        api.answer("nonsense");

        assertThat(calls("nodeData_specVersion", 0)).isEqualTo(1);
        assertThat(calls("unknown", -32601)).isEqualTo(1);
        assertThat(calls("unknown", -32700)).isEqualTo(1);
        assertThat(api.meters.get("starkbeat.query.rpc.notifications").counter().count()).isEqualTo(1);
        assertThat(api.meters.get("starkbeat.query.requests").tag("route", "/node-data-api").timer().count())
                .isEqualTo(2);
    }

    @Test
    void whatItTellsIsOfNow() throws Exception {
        assertThat(api.result("nodeData_getNode", "[\"a\"]").get("nodeName").asText()).isEqualTo("=Alpha");
        api.states.put(node("a").with(Field.NAME, "renamed"));
        assertThat(api.result("nodeData_getNode", "[\"a\"]").get("nodeName").asText()).isEqualTo("renamed");
    }

    private long calls(String method, int code) {
        return api.meters.get("starkbeat.query.rpc.calls").tag("method", method).tag("code", Integer.toString(code))
                .timer().count();
    }

    private static String batch(int length, String request) {
        return "[" + (request + ",").repeat(length - 1) + request + "]";
    }
}
