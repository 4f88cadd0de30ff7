package io.starkbeat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.agent.node.MetricsPage;
import io.starkbeat.agent.node.NodeRpc;
import io.starkbeat.agent.node.StarknetNode;
import io.starkbeat.agent.standin.NodeKind;
import io.starkbeat.agent.standin.StandInNode;
import io.starkbeat.agent.standin.StandInNode.Mood;
import io.starkbeat.schemas.field.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is reported of a node that answers over real HTTP, well or badly.
class NodeWatchTest {
    /// Machines that build are shared: who answers well has time, who never answers is not waited for as long.
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(2);

    private record Message(String msg, Map<String, Object> fields) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Message> reported = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private final OperatorLine operator = new OperatorLine();

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"JUNO, 0.7.1", "JUNO, 0.8.1", "JUNO, 0.9.0", "JUNO, 0.10.0", "PATHFINDER, 0.7.1", "PATHFINDER, 0.8.1",
            "PATHFINDER, 0.9.0", "PATHFINDER, 0.10.0", "MADARA, 0.7.1", "MADARA, 0.8.1", "MADARA, 0.9.0",
            "MADARA, 0.10.2"})
    void eachClientInEachVersionIsReported(NodeKind kind, String version) throws Exception {
        try (var node = StandInNode.start(kind, version, 41)) {
            var watch = watch(node, "");
            assertThat(watch.look()).isPositive();
            node.setHeight(42);
            watch.look();
            watch.look();
            assertThat(watch.isAnswering()).isTrue();
            assertThat(reported).hasSize(3);
            assertThat(reported.get(0).msg).isEqualTo("node.identity");
            assertThat(reported.get(0).fields).containsEntry("client", kind.client())
                    .containsEntry("network", "SN_SEPOLIA")
                    .containsEntry("json_rpc_version", version)
                    .containsEntry("name", "me")
                    .containsEntry("peer_id", "12D3")
                    .containsEntry("capability", "FullNode")
                    .containsEntry("cpu", 4);
            assertThat(reported.get(0).fields.get("version"))
                    .isEqualTo(kind.version().isEmpty() ? null : kind.version());
            // 41 % 5 + 1 = 2 transactions with two events each, the first with a message.
            assertThat(reported.get(1)).isEqualTo(new Message("network.update",
                    Map.of("current_block_number_l2", 41L, "current_block_hash_l2", StandInNode.hash(41),
                            "starknet_version", "0.14.0", "tx_number", 2L, "event_number", 4L, "message_number", 1L,
                            "estimate_sync", 0)));
            assertThat(reported.get(2).fields).containsEntry("current_block_number_l2", 42L)
                    .containsEntry("current_block_hash_l2", StandInNode.hash(42))
                    .containsEntry("latest_block_time", 6_000L)
                    .doesNotContainKeys("tx_number", "event_number", "message_number");
            assertThat(reported).flatExtracting(message -> message.fields.keySet()).isSubsetOf(Field.kafkaNames());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void whoAnswersBadlyIsNotReportedUntilItAnswersWell(Mood mood) throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var watch = watch(node, "", SHORT_LIMIT);
            node.setMood(mood);
            watch.look();
            watch.look();
            assertThat(reported).isEmpty();
            assertThat(watch.isAnswering()).isFalse();
            assertThat(operator.isTrouble("node")).isTrue();
            assertThat(forgotten).contains("network.update", "system.usage");
            node.setMood(Mood.WELL);
            watch.look();
            assertThat(reported).extracting(Message::msg).containsExactly("node.identity", "network.update");
            assertThat(operator.isTrouble("node")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void aNodeThatOnlyFailsToTellReceiptsIsReportedWithoutCounts(Mood mood) throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var watch = watch(node, "", SHORT_LIMIT);
            node.setReceiptsMood(mood);
            watch.look();
            assertThat(reported).extracting(Message::msg).containsExactly("node.identity", "network.update");
            assertThat(reported.getLast().fields).containsEntry("current_block_number_l2", 7L)
                    .doesNotContainKey("tx_number");
            assertThat(watch.isAnswering()).isTrue();
            assertThat(operator.isTrouble("counts")).isTrue();
            assertThat(operator.isTrouble("node")).isFalse();
        }
    }

    @Test
    void aNodeThatIsDownAndComesBackIsAskedAnewAndNoOldBlockIsSaidMeanwhile() throws Exception {
        try (var node = StandInNode.start(NodeKind.PATHFINDER, "0.9.0", 100)) {
            var watch = watch(node, "");
            watch.look();
            node.goDown();
            watch.look();
            assertThat(watch.isAnswering()).as("nothing is known of it now").isFalse();
            assertThat(reported).hasSize(2);
            node.setSpecVersion("0.10.0");
            node.setHeight(90);
            node.comeBack();
            watch.look();
            assertThat(reported).hasSize(4);
            assertThat(reported.get(2).fields).containsEntry("json_rpc_version", "0.10.0");
            assertThat(reported.get(3).fields).containsEntry("current_block_number_l2", 90L)
                    .doesNotContainKey("latest_block_time");
        }
    }

    @Test
    void aNodeThatCatchesUpTellsHowLongItNeeds() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 1_000)) {
            node.setSyncing(1_000L, 2_000);
            var watch = watch(node, "");
            watch.look();
            assertThat(reported.getLast().fields).containsEntry("current_block_number_l2", 1_000L)
                    .doesNotContainKeys("estimate_sync", "tx_number");
            node.setSyncing(1_500L, 2_000);
            node.setHeight(1_500);
            watch.look();
            assertThat(reported.getLast().fields).containsKeys("avg_sync_time", "estimate_sync");
            node.setSyncing(null, 0);
            node.setHeight(2_000);
            watch.look();
            assertThat(reported.getLast().fields).containsEntry("estimate_sync", 0).doesNotContainKey("avg_sync_time");
        }
    }

    @Test
    void aNodeOfAnotherChainIsNotReported() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var watch = watch(node, "SN_MAIN");
            watch.look();
            assertThat(reported).isEmpty();
            assertThat(forgotten).contains("network.update", "system.usage");
            assertThat(operator.isTrouble("network")).isTrue();
            node.setChain("0x534e5f4d41494e");
            watch.look();
            assertThat(reported).hasSize(2);
            assertThat(operator.isTrouble("network")).isFalse();
        }
    }

    @Test
    void aNodeThatBecomesOneOfAnotherChainIsLeftAtOnceWhenThereIsDoubtOrFewerBlocks() throws Exception {
        for (var newHeight : new long[]{8, 3}) {
            reported.clear();
            forgotten.clear();
            try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
                var watch = watch(node, "SN_SEPOLIA");
                watch.look();
                assertThat(reported).hasSize(2);
                node.setChain("0x534e5f4d41494e");
                node.setHeight(newHeight);
                if (newHeight > 7) {
                    watch.doubt();
                }
                watch.look();
                assertThat(reported).hasSize(2);
                assertThat(forgotten).contains("network.update", "system.usage");
                assertThat(watch.isAnswering()).isFalse();
            }
        }
    }

    @Test
    void aBlockOfAnotherNumberOrWithoutAHashOfTheSpecificationIsNone() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var watch = watch(node, "");
            for (var wrong : List.of(Map.<String, Object>of("block_number", 6),
                    Map.<String, Object>of("block_hash", "0x"),
                    Map.<String, Object>of("block_hash", "0x" + "f".repeat(65)),
                    Map.<String, Object>of("block_hash", "0x<script>"))) {
                node.setBlockFields(wrong);
                watch.look();
            }
            assertThat(reported).extracting(Message::msg).containsOnly("node.identity");
            assertThat(operator.isTrouble("node")).isTrue();
            node.setBlockFields(Map.of("starknet_version", "9".repeat(10_000)));
            watch.look();
            assertThat(reported.getLast().fields.get("starknet_version")).isEqualTo("9".repeat(100));
        }
    }

    @Test
    void anUnknownNewerVersionIsTriedAndToldOnce() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.11.0", 7)) {
            var watch = watch(node, "");
            watch.look();
            assertThat(reported).hasSize(2);
            assertThat(operator.isTrouble("version")).isTrue();
        }
        assertThat(StarknetNode.doubtAbout("1.0.0")).isPresent();
        assertThat(StarknetNode.doubtAbout("0.6.0")).isPresent();
        assertThat(StarknetNode.doubtAbout("nonsense")).isPresent();
        assertThat(StarknetNode.doubtAbout("0.10.0-rc.2")).isEmpty();
    }

    @Test
    void aNodeWithoutBlocksIsThereAndHasNone() throws Exception {
        try (var node = StandInNode.start(NodeKind.MADARA, "0.8.1", -1)) {
            var watch = watch(node, "");
            watch.look();
            assertThat(reported).extracting(Message::msg).containsExactly("node.identity");
            assertThat(watch.isAnswering()).isTrue();
        }
    }

    @Test
    void aMetricsPageOfMegabytesIsReadForItsHandful() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var noise = "rpc_server_requests_latency_bucket{method=\"starknet_call\",le=\"0.1\"} 17\n".repeat(100_000);
            node.setMetrics("# HELP l1_latest_height x\n" + noise + "l1_latest_height 2.3456789e+07\n"
                    + "l1_l2_finalised_height 812000\n" + "z".repeat(100_000) + " 1\n" + noise
                    + "apollo_state_sync_p2p_num_connected_peers 17\nprocess_start_time_seconds 1.76e+09 1700000000\n"
                    + "l1_latest_heightx 1\nsync_blockchain_height NaN");
            var watch = watch(node, "");
            watch.look();
            assertThat(reported.getLast().fields).containsEntry("peer_count", 17L)
                    .containsEntry("current_block_number_l1", 23_456_789L)
                    .containsEntry("finalized_block_number", 812_000L);
            assertThat(watch.findings().startedAt()).contains(1.76e9);
            assertThat(reported.get(1).fields).as("the block waits for no page").containsKey("current_block_number_l2")
                    .doesNotContainKey("peer_count");
        }
    }

    @Test
    void figuresThatThePageTellsNoMoreAreNotSaidAgain() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            node.setMetrics("apollo_state_sync_p2p_num_connected_peers 17\n");
            var watch = watch(node, "");
            watch.look();
            assertThat(reported.getLast().fields).containsEntry("peer_count", 17L);
            assertThat(forgotten).isEmpty();
            node.setMetricsStatus(401);
            watch.doubtMetrics();
            watch.look();
            assertThat(operator.isTrouble("metrics")).isTrue();
            assertThat(forgotten).containsExactly("network.update");
            // All else of that kind is said again, since it is what will be said to servers that come back.
            assertThat(reported.getLast().fields).containsEntry("current_block_number_l2", 7L)
                    .doesNotContainKey("peer_count");
        }
    }

    @Test
    void aNodeIsNotSilentBetweenTwoPolls() {
        var seconds = Duration.ofSeconds(10);
        assertThat(NodeWatch.silentAfter(Duration.ofSeconds(2), seconds)).isEqualTo(Duration.ofSeconds(40));
        assertThat(NodeWatch.silentAfter(Duration.ofMinutes(1), seconds)).isEqualTo(Duration.ofSeconds(130));
    }

    private NodeWatch watch(StandInNode node, String expectedNetwork) {
        return watch(node, expectedNetwork, LIMIT);
    }

    private NodeWatch watch(StandInNode node, String expectedNetwork, Duration limit) {
        var environment = Map.of("STARKBEAT_AGENT_NODE", node.url(), "STARKBEAT_AGENT_TELEMETRY",
                "ws://localhost/submit",
                "STARKBEAT_AGENT_NAME", "me", "STARKBEAT_AGENT_NETWORK", expectedNetwork, "STARKBEAT_AGENT_POLL",
                "100ms");
        var settings = AgentSettings.of(new Given(Map.of(), environment, Map.of()));
        var page = new MetricsPage(client, URI.create(node.metricsUrl()), Duration.ofSeconds(20), Optional.empty(),
                Optional.empty());
        var reporter = new Reporter() {
            @Override
            public void report(String msg, Map<String, Object> fields) {
                reported.add(new Message(msg, fields));
            }

            @Override
            public void forget(String msg) {
                forgotten.add(msg);
            }
        };
        return new NodeWatch(settings,
                new StarknetNode(new NodeRpc(client, settings.node(), limit, Optional.empty())), Optional.of(page),
                () -> Map.of("cpu", 4), "12D3", reporter, operator);
    }
}
