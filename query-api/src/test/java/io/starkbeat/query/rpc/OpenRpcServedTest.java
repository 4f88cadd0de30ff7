package io.starkbeat.query.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.question.NodeProperty;
import io.starkbeat.query.rpc.RpcParameter.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every method that is served is described, and every one that is described is served, with the same parameters in the same
/// order. That answers are as described is held in every other test of calls ([RunningApi]).
class OpenRpcServedTest {
    private final NodeDataMethods methods = new NodeDataMethods(new InMemoryStates().catalog());

    @Test
    void whatIsDescribedIsWhatIsServed() {
        assertThat(RpcContract.methods().stream().map(OpenRpcServedTest::described).toList())
                .isEqualTo(methods.all().stream().map(OpenRpcServedTest::served).toList());
    }

    private static String described(JsonNode method) {
        return method.get("name").asText() + RpcContract.parameters(method)
                .stream()
                .map(each -> each.get("name").asText() + " " + kind(each.get("schema"))
                        + each.path("required").asBoolean())
                .toList();
    }

    private static Kind kind(JsonNode schema) {
        if (schema.has("anyOf")) {
            return Kind.TEXTS;
        }
        return schema.path("type").asText().equals("integer") ? Kind.WHOLE : Kind.TEXT;
    }

    private static String served(RpcMethod method) {
        return method.name() + method.parameters()
                .stream()
                .map(each -> each.name() + " " + each.kind() + each.required())
                .toList();
    }

    @Test
    void whatCanBeChosenIsDescribed() {
        List<String> names = NodeProperty.apiNames();
        assertThat(words("/components/contentDescriptors/fields/schema/anyOf/0/enum")).isEqualTo(names);
        assertThat(words("/components/contentDescriptors/sort/schema/enum"))
                .isEqualTo(Stream.concat(names.stream(), names.stream().map(name -> "-" + name)).toList());
    }

    private static List<String> words(String pointer) {
        return RpcContract.DOCUMENT.at(pointer).valueStream().map(JsonNode::asText).filter(Objects::nonNull).toList();
    }

    @Test
    void errorsOfTheDocumentAreThoseOfTheCode() {
        List<Integer> codes = Stream.of(RpcError.class.getDeclaredFields())
                .filter(field -> field.getType() == int.class
                        && java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                .map(field -> {
                    try {
                        return field.getInt(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(RpcContract.DOCUMENT.at("/components/errors").findValues("code").stream().map(JsonNode::asInt))
                .containsExactlyInAnyOrderElementsOf(codes);
    }
}
