package io.starkbeat.query.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The OpenRPC document as tests hold answers to it.
final class RpcContract {
    static final JsonNode DOCUMENT = json(PublishedDocument.openRpc().text());

    /// What every method can answer.
    private static final List<String> ALWAYS = List.of("ParseError", "InvalidRequest", "MethodNotFound",
            "InternalError", "BatchTooLarge");
    private static final Map<String, Schema> SCHEMAS = new HashMap<>();

    private RpcContract() {}

    static JsonNode json(String text) {
        try {
            return RecordMapper.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /// The methods that clients call.
    static List<JsonNode> methods() {
        List<JsonNode> methods = new ArrayList<>();
        DOCUMENT.get("methods").forEach(method -> {
            if (!method.path("x-sent-by").asText().equals("server")) {
                methods.add(method);
            }
        });
        return methods;
    }

    static List<JsonNode> parameters(JsonNode method) {
        List<JsonNode> parameters = new ArrayList<>();
        method.get("params").forEach(each -> parameters.add(resolved(each)));
        return parameters;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    /// Whatever was sent: it is one answer, or an array of them.
    static void check(JsonNode answer) {
        if (answer.isArray()) {
            assertThat(answer).isNotEmpty().allSatisfy(RpcContract::checkOne);
        } else {
            checkOne(answer);
        }
    }

    private static void checkOne(JsonNode answer) {
        assertThat(answer.get("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(answer.get("id").isContainerNode()).isFalse();
        Set<String> members = new HashSet<>();
        answer.fieldNames().forEachRemaining(members::add);
        assertThat(members).isIn(Set.of("jsonrpc", "id", "result"), Set.of("jsonrpc", "id", "error"));
        if (answer.has("error")) {
            checkError(answer.get("error"), null);
        }
    }

    /// It is what the document says of the method.
    static void check(String method, JsonNode answer) {
        checkOne(answer);
        JsonNode described = methods().stream()
                .filter(each -> each.get("name").asText().equals(method))
                .findFirst()
                .orElse(null);
        if (answer.has("error")) {
            checkError(answer.get("error"), described);
        } else {
            assertThat(described).as(method).isNotNull();
            assertValid(described.at("/result/schema"), answer.get("result"));
        }
    }

    private static void checkError(JsonNode error, JsonNode method) {
        List<JsonNode> possible = new ArrayList<>();
        if (method == null) {
            DOCUMENT.at("/components/errors").forEach(possible::add);
        } else {
            ALWAYS.forEach(name -> possible.add(DOCUMENT.at("/components/errors/" + name)));
            method.get("errors").forEach(each -> possible.add(resolved(each)));
        }
        assertThat(possible).as(error.toString())
                .anyMatch(each -> each.get("code").equals(error.get("code"))
                        && each.get("message").equals(error.get("message")));
        assertValid(DOCUMENT.at("/components/schemas/ERROR_DATA"), error.get("data"));
    }

    /// Valid by a schema of the document.
    static void assertValid(JsonNode schema, JsonNode value) {
        Schema read = SCHEMAS.computeIfAbsent(schema.toString(), _ -> {
            ObjectNode whole = schema.deepCopy();
            whole.set("components", DOCUMENT.get("components"));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole.toString());
        });
        assertThat(read.validate(value.toString(), InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))).isEmpty();
    }
}
