package io.starkbeat.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.picture.NodeAddress;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Golden files: a node state as the topic carries it, and the item and the detail that come of it.
class NodeViewsTest {
    private static final Schema RESPONSE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(resource("/io/starkbeat/query/node-data-api-response.schema.json"));

    @ParameterizedTest
    @ValueSource(strings = {"specification-example", "ipv6-and-large-numbers", "unnamed-and-silent", "crawled",
            "verified", "contradicted"})
    void becomesTheItem(String name) throws IOException {
        NodeState state = golden(name);

        String item = item(state, NodeStatus.ONLINE, OptionalLong.of(7));

        assertThat(RecordMapper.mapper().readTree(item).toPrettyString())
                .isEqualTo(RecordMapper.mapper().readTree(resource("view/" + name + ".item.json")).toPrettyString());
        assertThat(RESPONSE.validate("[" + item + "]", InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"specification-example", "ipv6-and-large-numbers", "unnamed-and-silent", "crawled",
            "verified", "contradicted"})
    void becomesTheDetail(String name) throws IOException {
        NodeState state = golden(name);

        byte[] detail = NodeDetail.write(picture(state), NodeStatus.STALE, OptionalLong.empty(),
                claim -> !claim.ended());

        assertThat(RecordMapper.mapper().readTree(detail).toPrettyString())
                .isEqualTo(RecordMapper.mapper().readTree(resource("view/" + name + ".detail.json")).toPrettyString());
    }

    @Test
    void theSchemaRefusesWhatItShould() {
        assertThat(RESPONSE.validate("[{\"nodeName\": 1}]", InputFormat.JSON)).hasSize(2);
    }

    @Test
    void theDetailHasAllOfTheItem() throws IOException {
        NodeState state = golden("specification-example");
        ObjectNode item = (ObjectNode) RecordMapper.mapper()
                .readTree(item(state, NodeStatus.ONLINE, OptionalLong.of(0)));
        JsonNode detail = RecordMapper.mapper()
                .readTree(NodeDetail.write(picture(state), NodeStatus.ONLINE, OptionalLong.of(0), _ -> true));
        // By field in the detail.
        item.remove("sources");

        for (Iterator<String> names = item.fieldNames(); names.hasNext();) {
            String name = names.next();
            assertThat(detail.get(name)).as(name).isEqualTo(item.get(name));
        }
    }

    /// A detail's own members stand beside the fields: none may be called like one.
    @Test
    void noFieldIsCalledLikeAMemberOfTheDetail() {
        Set<String> fields = Stream.of(Field.values()).map(Field::apiName).collect(Collectors.toSet());

        assertThat(fields).hasSize(Field.values().length)
                .doesNotContain("nodeId", "nodeIp", "nodeIpv6", "status", "lastSeen", "lag", "country", "sources",
                        "verified", "contested", "units", "outOfRange", "fieldTimes", "session", "claims", "firstSeen",
                        "lastReport", "revision", "clockSkew", "contradicted", "fromCrawler", "contradictions", "p2p");
    }

    /// Whatever a node takes the time to be, its item is the same.
    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00:00Z", "2026-11-01T12:00:05Z", "9999-12-31T23:59:59.999Z"})
    void theNodesClockIsShownInTheDetailAndNowhereElse(Instant reportedAt) throws IOException {
        NodeState silent = TestNodes.node("n").state();
        NodeState told = TestNodes.node("n").reportedAt(reportedAt).state();

        assertThat(NodeItem.prepare(picture(told))).isEqualTo(NodeItem.prepare(picture(silent)));
        JsonNode detail = detail(told);
        assertThat(detail.get("clockSkew").longValue())
                .isEqualTo(Duration.between(told.session().lastReport(), reportedAt).toMillis());
        assertThat(detail.at("/units/clockSkew").textValue()).isEqualTo("ms");
        assertThat(detail(silent).has("clockSkew")).isFalse();
        assertThat(detail(silent).get("units").has("clockSkew")).isFalse();
    }

    private static JsonNode detail(NodeState state) throws IOException {
        return RecordMapper.mapper()
                .readTree(NodeDetail.write(picture(state), NodeStatus.ONLINE, OptionalLong.empty(), _ -> true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ONLINE", "STALE", "OFFLINE"})
    void thePresentPartFitsTheSpaceReservedForIt(NodeStatus status) {
        NodeState state = TestNodes.node("n").state();
        byte[] prepared = NodeItem.prepare(picture(state));
        TaggedBody item = new TaggedBody(16);
        NodeItem.append(prepared, status, OptionalLong.of(-1), item);

        // A comma between items stands in that space too.
        assertThat(item.bytes().length() + 1 - prepared.length).isLessThanOrEqualTo(NodeItem.MAX_PRESENT_BYTES);
    }

    @Test
    void addressesGoToTheNameOfTheirFamily() {
        assertThat(NodeAddress.of("192.0.2.7")).isEqualTo(new NodeAddress("nodeIp", "192.0.2.7"));
        assertThat(NodeAddress.of("::ffff:192.0.2.7")).isEqualTo(new NodeAddress("nodeIp", "192.0.2.7"));
        assertThat(NodeAddress.of("2001:db8::1")).isEqualTo(new NodeAddress("nodeIpv6", "2001:db8::1"));
        assertThat(Stream.of("", "localhost", "300.1.1.1", "1.2.3.4:80").map(NodeAddress::of)).containsOnlyNulls();
        assertThat(NodeAddress.of(null)).isNull();
    }

    private static String item(NodeState state, NodeStatus status, OptionalLong lag) {
        TaggedBody item = new TaggedBody(16);
        NodeItem.append(NodeItem.prepare(picture(state)), status, lag, item);
        return item.bytes().toString(StandardCharsets.UTF_8);
    }

    private static NodePicture picture(NodeState state) {
        return NodePicture.of(state, Duration.ofSeconds(90));
    }

    private static NodeState golden(String name) {
        return RecordCodec.NODE_STATE
                .decode(resource("view/" + name + ".state.json").getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        String path = name.startsWith("/") ? name : "/io/starkbeat/query/" + name;
        try (InputStream in = Objects.requireNonNull(NodeViewsTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
