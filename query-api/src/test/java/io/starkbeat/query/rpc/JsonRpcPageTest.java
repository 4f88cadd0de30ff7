package io.starkbeat.query.rpc;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.TestNodes;
import io.starkbeat.schemas.field.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The calls of `docs/json-rpc.md` are answered as it shows. There "…" stands for any value, and as a member's name for more
/// members.
class JsonRpcPageTest extends ApiTest {
    private static final String ANY = "…";
    private static final Pattern CALL = Pattern.compile("```sh\ncurl [^\n]*-d '([^']+)'\n```\n```json\n(.*?)```",
            Pattern.DOTALL);
    private static final Pattern TALK = Pattern.compile("```jsonl\n(.*?)```", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("\\| `([a-zA-Z_.]+)` \\|(.*?)\\| .*");

    private final String page = read();
    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "json-rpc.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        api.states.remove("d");
        api.states.put(node("12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony").at("SN_MAIN", 812345)
                .with(Field.NAME, "my-node"));
        api.states.put(sepolia(7));
    }

    private static TestNodes sepolia(long height) {
        return node("12D3KooWLu1PKs3mh54CpHAVeKoMGRSRqHw4fu6mqZMbwJFJyBKF").at("SN_SEPOLIA", height);
    }

    @Test
    void callsAreAnsweredAsShown() throws Exception {
        int calls = 0;
        for (Matcher call = CALL.matcher(page); call.find(); calls++) {
            assertMatches(RpcContract.json(call.group(2)), api.answer(call.group(1)), call.group(1));
        }
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void aWebSocketTalksAsShown() throws Exception {
        Matcher talk = TALK.matcher(page);
        assertThat(talk.find()).isTrue();
        RpcPeer peer = api.connect();
        for (String line : talk.group(1).split("\n")) {
            if (line.startsWith("→ ")) {
                peer.send(line.substring(2));
            } else {
                JsonNode shown = RpcContract.json(line.substring(2));
                assertMatches(shown, peer.json(), line);
                if (shown.at("/params/result/type").asText().equals("snapshot")) {
                    api.states.put(sepolia(8));
                }
            }
        }
        assertThat(peer.messages).isEmpty();
    }

    @Test
    void theMethodsOfTheTableAreThoseThatAreServed() {
        List<String> shown = new ArrayList<>();
        page.lines().map(METHOD::matcher).filter(Matcher::matches)
                .forEach(row -> shown.add(row.group(1) + " " + row.group(2).replace("`", "").strip()));
        List<String> served = new ArrayList<>();
        for (JsonNode method : RpcContract.methods()) {
            String names = String.join(", ",
                    RpcContract.parameters(method).stream().map(each -> each.get("name").asText()).toList());
            served.add(method.get("name").asText() + " "
                    + names.replace(
                            "network, client, version, capability, status, country, source, minBlock, maxLag, q, "
                                    + "lastEventId",
                            "network to q, lastEventId"));
        }
        assertThat(shown).extracting(String::strip)
                .containsExactlyInAnyOrderElementsOf(served.stream().map(String::strip).toList());
    }

    @Test
    void theCodesOfTheTableAreThoseOfTheDocument() {
        String errors = page.substring(page.indexOf("## Errors"));
        RpcContract.DOCUMENT.at("/components/errors").forEach(
                error -> assertThat(errors).containsPattern("(\\| |, )" + error.get("code").asInt() + "( \\||,)"));
    }

    private static void assertMatches(JsonNode shown, JsonNode actual, String context) {
        if (shown.isTextual() && shown.asText().equals(ANY)) {
            assertThat(actual.isMissingNode()).as(context).isFalse();
        } else if (shown.isObject()) {
            for (Map.Entry<String, JsonNode> member : shown.properties()) {
                if (!member.getKey().equals(ANY)) {
                    assertMatches(member.getValue(), actual.path(member.getKey()), context);
                }
            }
            if (!shown.has(ANY)) {
                assertThat(actual).as(context).hasSameSizeAs(shown);
            }
        } else if (shown.isArray()) {
            assertThat(actual).as(context).hasSameSizeAs(shown);
            for (int i = 0; i < shown.size(); i++) {
                assertMatches(shown.get(i), actual.get(i), context);
            }
        } else {
            assertThat(actual).as(context).isEqualTo(shown);
        }
    }
}
