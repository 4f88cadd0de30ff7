package io.starkbeat.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.Met;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.query.question.NodeProperty;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeListWriterTest {
    private static final EnumSet<NodeProperty> ALL = EnumSet.allOf(NodeProperty.class);
    /// All that an item can have.
    private static final NodeState FULL = TestNodes.node("n,1")
            .with(Field.NAME, "a \"quoted\", \\ name\u00fc")
            .with(Field.VERSION, "v1.0-rc,1")
            .with(Field.CLIENT, "Juno")
            .with(Field.CPU_USAGE, "3.25")
            .with(Field.MEMORY_USAGE, "41")
            .with(Field.NETWORK_TRAFFIC, "1e-7")
            .at("SN_MAIN", -1)
            .with(Field.CAPABILITY, "FullNode")
            .with(Field.CURRENT_BLOCK_HASH_L2, "0x47c3637b57c2b0")
            .with(Field.PEER_COUNT, "43")
            .with(Field.NODE_UPTIME, "86400")
            .with(Field.STORAGE_USAGE, "12.5")
            .country("DE")
            .met(new Met().client("Juno", "0.9").address("/ip4/192.0.2.7/tcp/7777"))
            .state();

    @Test
    void everyPropertyOfAnItemIsKnownToQuestionsAndInTheirOrder() throws IOException {
        List<String> names = new ArrayList<>();
        json(write(ListFormat.JSON, ALL, FULL)).get(0).fieldNames().forEachRemaining(names::add);

        List<String> known = new ArrayList<>(NodeProperty.apiNames());
        known.remove("nodeIpv6");
        assertThat(names).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void aChoiceOfPropertiesHasTheSameValuesToTheByte() throws IOException {
        String whole = write(ListFormat.JSON, ALL, FULL);
        for (NodeProperty property : ALL) {
            String some = write(ListFormat.JSON, EnumSet.of(NodeProperty.NODE_ID, property), FULL);
            String member = some.substring(2, some.length() - 2).replaceFirst("^\"nodeId\":\"n,1\",?", "");
            assertThat(whole).contains(member);
            assertThat(json(some).get(0).path(property.apiName()))
                    .isEqualTo(json(whole).get(0).path(property.apiName()));
        }
    }

    @Test
    void whatIsLackingIsLeftOut() {
        String bare = write(ListFormat.JSON, EnumSet.of(NodeProperty.NODE_ID, NodeProperty.LAG, NodeProperty.NAME),
                TestNodes.node("b").state());
        assertThat(bare).isEqualTo("[{\"nodeId\":\"b\"}]");
    }

    @Test
    void linesAreItems() throws IOException {
        String lines = write(ListFormat.NDJSON, ALL, FULL, TestNodes.node("b").state());

        assertThat(lines).endsWith("\n");
        assertThat(lines.split("\n")).hasSize(2);
        assertThat(json("[" + lines.strip().replace("\n", ",") + "]"))
                .isEqualTo(json(write(ListFormat.JSON, ALL, FULL, TestNodes.node("b").state())));
        assertThat(write(ListFormat.NDJSON, ALL)).isEmpty();
    }

    @Test
    void rowsHaveTheirValuesUnderTheirNames() {
        String[] rows = write(ListFormat.CSV, ALL, FULL, TestNodes.node("b").state()).split("\r\n", -1);

        assertThat(rows).hasSize(4);
        assertThat(rows[0]).isEqualTo(String.join(",", NodeProperty.apiNames()));
        assertThat(rows[1]).isEqualTo("\"n,1\",192.0.2.7,,\"a \"\"quoted\"\", \\ nameü\",\"v1.0-rc,1\",Juno,3.25,41,"
                + "1.0E-7,18446744073709551615,2026-11-01T12:00:00.000Z,SN_MAIN,FullNode,0x47c3637b57c2b0,43,86400,12.5,DE,"
                + "true,false,nodeClientVersion,nodeIp,telemetry crawler,online,18446744073709551611");
        assertThat(rows[2]).isEqualTo("b,,,,,,,,,,2026-11-01T12:00:00.000Z,,,,,,,,false,false,,,telemetry,online,");
        assertThat(rows[3]).isEmpty();
        assertThat(write(ListFormat.CSV, EnumSet.of(NodeProperty.NODE_ID, NodeProperty.LAG), FULL))
                .isEqualTo("nodeId,lag\r\n\"n,1\",18446744073709551611\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"=1+1|'=1+1", "+49|'+49", "-x|'-x", "@a|'@a",
            "=cmd,\"x\"|\"'=cmd,\"\"x\"\"\"", "a=1|a=1", "'|'", "12|12"})
    void aTextIsNeverAFormula(String text, String cell) {
        assertThat(CsvList.cell(text)).isEqualTo(cell);
    }

    @Test
    void neitherIsOneThatBeginsWithControls() {
        assertThat(CsvList.cell("\t=1")).isEqualTo("'\t=1");
        assertThat(CsvList.cell("\r=1")).isEqualTo("\"'\r=1\"");
        assertThat(CsvList.cell("a\nb")).isEqualTo("\"a\nb\"");
    }

    @Test
    void equalBodiesHaveEqualTagsAndOthersHaveOthers() {
        assertThat(tag("abc")).isEqualTo(tag("abc")).startsWith("W/\"").endsWith("\"");
        assertThat(Set.of(tag("abc"), tag("abd"), tag("ab"), tag(""), tag("acb"))).hasSize(5);
        assertThat(new TaggedBody(1).append("a").append("bc").etag()).isEqualTo(tag("abc"));
    }

    private static String tag(String text) {
        return new TaggedBody(1).append(text).etag();
    }

    private static String write(ListFormat format, EnumSet<NodeProperty> properties, NodeState... nodes) {
        NodeListWriter writer = NodeListWriter.of(format, properties, 16);
        for (NodeState node : nodes) {
            writer.add(NodeItem.prepare(NodePicture.of(node, Duration.ofSeconds(90))), NodeStatus.ONLINE,
                    node == FULL ? OptionalLong.of(-5) : OptionalLong.empty());
        }
        return writer.end().bytes().toString();
    }

    private static JsonNode json(String text) throws IOException {
        return RecordMapper.mapper().readTree(text);
    }
}
