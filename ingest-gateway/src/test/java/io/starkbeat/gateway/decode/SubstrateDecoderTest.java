package io.starkbeat.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstrateDecoderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MessageDecoder decoder = new MessageDecoder();

    @ParameterizedTest
    @CsvSource({"true, Sequencer", "false, FullNode", "1, Sequencer", "0, FullNode", "'\"True\"', Sequencer"})
    void authorityIsACapability(String sent, String capability) {
        assertThat(report("{\"msg\":\"system.connected\",\"authority\":" + sent + "}").fields()
                .text(Field.CAPABILITY)).isEqualTo(capability);
    }

    @Test
    void whatDoesNotFitIsDroppedAlone() {
        DecodedReport report = report("{\"msg\":\"system.connected\",\"name\":\"n\",\"authority\":\"maybe\","
                + "\"startup_time\":\"1767225600001\",\"sysinfo\":{\"core_count\":-1,\"memory\":true}}");

        assertThat(report.fields().known()).containsExactly(Field.NAME);
        assertThat(report.faults()).extracting(FieldFault::field)
                .containsExactlyInAnyOrder("capability", "node_uptime", "cpu", "memory");
        assertThat(report.faults()).extracting(FieldFault::detail)
                .contains("capability (sent as authority) is neither true nor false.");
    }

    /// A node's `ts` and its start are of one clock, however wrong it is; a `ts` before the start is of no use.
    @Test
    void uptimeIsMeasuredByTheNodesOwnClock() {
        assertThat(uptime("\"2024-01-01T00:00:05Z\"", "1704067200000")).isEqualTo("5");
        assertThat(uptime("\"2023-01-01T00:00:00Z\"", "1767225598500")).isEqualTo("1.5");
    }

    /// Madara's `chain` is "Starknet", whichever network it is on; its `network_id` says which.
    @ParameterizedTest
    @CsvSource({"'\"Starknet Sepolia\"', SN_SEPOLIA", "'\"Starknet Mainnet\"', SN_MAIN", "'\" \"', SN_MAIN",
            "7, SN_MAIN",
            "'\"12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony\"', SN_MAIN"})
    void networkIdOutranksTheChain(String networkId, String network) {
        DecodedReport report = report("{\"msg\":\"system.connected\",\"chain\":\"Starknet\",\"network_id\":"
                + networkId + "}");

        assertThat(report.fields().text(Field.NETWORK_NAME)).isEqualTo(network);
        assertThat(report.faults()).isEmpty();
    }

    /// Else seconds would read as a node that started in January 1970.
    @ParameterizedTest
    @ValueSource(strings = {"1767225590", "\"1767225590\"", "0", "1230767999999"})
    void aStartInAnotherUnitIsNoStart(String start) {
        DecodedReport report = report("{\"msg\":\"system.connected\",\"startup_time\":" + start + "}");

        assertThat(report.fields().isEmpty()).isTrue();
        assertThat(report.faults()).singleElement().satisfies(fault -> assertThat(fault.detail()).isEqualTo(
                "node_uptime (sent as startup_time) lies before 2009; milliseconds since 1970 are expected."));
    }

    @Test
    void trafficOfOneDirectionCountsAlone() {
        DecodedReport report = report("{\"msg\":\"system.interval\",\"bandwidth_upload\":5,"
                + "\"bandwidth_download\":\"fast\"}");

        assertThat(String.valueOf(report.fields().get(Field.NETWORK_TRAFFIC))).isEqualTo("5");
        assertThat(report.faults()).extracting(FieldFault::field).containsExactly("network_traffic");
    }

    private String uptime(String ts, String start) {
        return String.valueOf(report("{\"msg\":\"system.connected\",\"startup_time\":" + start + ",\"ts\":" + ts + "}")
                .fields().get(Field.NODE_UPTIME));
    }

    private DecodedReport report(String message) {
        return ((Decoded.Reports) decoder.decode(message.getBytes(UTF_8), NOW)).reports().getFirst();
    }
}
