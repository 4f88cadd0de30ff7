package io.starkbeat.standalone.verify;

import static io.starkbeat.standalone.verify.Telling.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.standalone.verify.Verdict.Difference;
import io.starkbeat.standalone.verify.Verdict.NodeCounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every kind of difference between the log and `node-state`, and what is none.
class NodeComparisonTest {
    private static final ForgettingRule RULE = new ForgettingRule(Duration.ofDays(1), Duration.ofHours(1));

    private static final Duration OFFLINE_AFTER = Duration.ofSeconds(90);

    private final Telling session = new Telling("s", PEER, 0);
    private final Map<String, byte[]> states = new HashMap<>();
    private Instant pipelineTime = Telling.at(100);
    private long offset;

    @Test
    void aNodeThatIsTheFoldAgrees() {
        PartitionFold fold = reported(false);
        put(newest(fold), _ -> {});
        assertThat(compare(fold)).isEqualTo(new NodeCounts(1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void theRevisionIsNotCompared() {
        PartitionFold fold = reported(false);
        put(newest(fold), state -> state.put("revision", 77));
        assertThat(compare(fold).agreeing()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"/fields, current_block_number_l2, 9, fields.current_block_number_l2, 3",
            "/fields, name, intruder, fields.name, ''", "/session, gateway, other, session.gateway, gw",
            "/session, ended, true, session.ended, false", "'', contested, true, contested, false",
            "'', first_seen, 2025-12-31T00:00:00.000Z, first_seen, 2026-01-01T00:00:00.000Z",
            "/field_times, network, 2026-01-01T00:00:09.000Z, field_times.network, 2026-01-01T00:00:03.000Z",
            "'', country, NO, country, ''"})
    void aFieldThatTheLogDoesNotSayDiffers(String of, String name, String value, String place, String inLog) {
        PartitionFold fold = reported(false);
        put(newest(fold), state -> ((ObjectNode) state.at(of)).set(name, json(value)));
        NodeComparison comparison = comparison(fold);
        assertThat(comparison.counts().different()).isEqualTo(1);
        assertThat(comparison.differences())
                .containsExactly(new Difference(PEER, place, inLog, value, Optional.empty()));
    }

    @Test
    void theLastDigitOfALargeNumberCounts() {
        PartitionFold fold = empty(false);
        fold.event(session.opened(), 0, false);
        fold.event(session.height(-1, 1), 1, false);
        put(newest(fold), _ -> {});
        String text = new String(states.get(PEER), StandardCharsets.UTF_8);
        states.put(PEER,
                text.replace("18446744073709551615", "18446744073709551614").getBytes(StandardCharsets.UTF_8));
        assertThat(comparison(fold).differences()).extracting(Difference::state)
                .containsExactly("18446744073709551614");
    }

    @Test
    void aMissingFieldAndAClaimThatIsNotThereDiffer() {
        PartitionFold fold = reported(false);
        put(newest(fold), state -> {
            ((ObjectNode) state.at("/fields")).remove("current_block_number_l2");
            state.remove("claims");
        });
        assertThat(comparison(fold).differences()).extracting(Difference::field)
                .startsWith("fields.current_block_number_l2").contains("claims[s].session", "claims[s].ended");
    }

    @Test
    void anyStatePassedThroughWhileLookingAgreesAndAnEarlierOneDoesNot() {
        PartitionFold fold = reported(false);
        NodeState atMark = newest(fold);
        fold.event(session.height(4, 4), offset++, true);
        NodeState between = newest(fold);
        fold.event(session.height(5, 5), offset++, true);
        for (NodeState right : List.of(atMark, between, newest(fold))) {
            put(right, _ -> {});
            assertThat(compare(fold).agreeing()).isEqualTo(1);
        }
        put(atMark, state -> ((ObjectNode) state.at("/fields")).put("current_block_number_l2", 2));
        assertThat(compare(fold).different()).isEqualTo(1);
    }

    @Test
    void telemetryAndSightingsMayBeOfDifferentMoments() {
        PartitionFold fold = reported(false);
        NodeState before = newest(fold);
        fold.sighting(sighting(4, true), true);
        NodeState seen = newest(fold);
        fold.event(session.height(5, 5), offset++, true);
        ObjectNode mixed = tree(newest(fold));
        mixed.remove("p2p");
        mixed.put("verified", false);
        mixed.set("sources", tree(before).get("sources"));
        states.put(PEER, bytes(mixed));
        assertThat(compare(fold).agreeing()).isEqualTo(1);
        put(seen, state -> state.put("verified", false));
        assertThat(compare(fold).different()).as("what one sighting decides is of one moment").isEqualTo(1);
        put(seen, state -> ((ObjectNode) state.at("/p2p")).put("reachable", false));
        assertThat(compare(fold).different()).isEqualTo(1);
    }

    /// Compaction keeps the last sighting only, and the one that proved the peer id may be an earlier one.
    @Test
    void aProofThatCompactionRemovedIsBelieved() {
        PartitionFold whole = empty(false);
        whole.sighting(sighting(4, true), false);
        put(newest(whole), _ -> {});
        PartitionFold hearsay = empty(false);
        hearsay.sighting(sighting(9, false), false);
        assertThat(compare(hearsay)).isEqualTo(new NodeCounts(0, 1, 0, 0, 0, 0, 0));
        assertThat(compare(empty(false)).onlyInState()).as("nobody ever saw it").isEqualTo(1);
    }

    @Test
    void verifiedFollowsFromWhatTheStateSays() {
        PartitionFold fold = reported(false);
        fold.sighting(sighting(4, true), false);
        put(newest(fold), _ -> {});
        assertThat(compare(fold).agreeing()).isEqualTo(1);
        put(newest(fold), state -> state.put("verified", false));
        assertThat(comparison(fold).differences()).extracting(Difference::field).containsExactly("verified");
    }

    /// Compaction may have taken the sighting that met it; telemetry is whole all the same.
    @Test
    void whatIsGoneOfTheCrawlExcusesNothingOfTelemetry() {
        PartitionFold whole = empty(false);
        PartitionFold rest = empty(false);
        for (SessionEvent event : List.of(session.opened(), session.height(1, 1), session.height(3, 3))) {
            whole.event(event, offset, false);
            rest.event(event, offset++, false);
        }
        whole.sighting(sighting(4, true), false);
        put(newest(whole), _ -> {});
        assertThat(compare(rest)).isEqualTo(new NodeCounts(0, 1, 0, 0, 0, 0, 0));

        put(newest(whole), state -> ((ObjectNode) state.at("/fields")).put("name", "intruder"));
        assertThat(comparison(rest).differences()).extracting(Difference::field).containsExactly("fields.name");
        put(newest(whole), state -> state.put("verified", false));
        assertThat(comparison(rest).differences()).extracting(Difference::field).containsExactly("verified");
    }

    @Test
    void aNodeThatOnlyTheLogKnowsDiffersUnlessItWasDueToBeForgotten() {
        PartitionFold fold = reported(false);
        NodeComparison comparison = comparison(fold);
        assertThat(comparison.counts()).isEqualTo(new NodeCounts(0, 0, 0, 0, 1, 0, 0));
        assertThat(comparison.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.node()).isEqualTo(PEER);
            assertThat(difference.log()).contains("known").contains("2026-01-01T00:00:03Z");
            assertThat(difference.state()).isEqualTo("no such node");
        });
        pipelineTime = Telling.at(3).plus(RULE.named());
        assertThat(compare(fold)).isEqualTo(new NodeCounts(0, 0, 1, 0, 0, 0, 0));
        pipelineTime = pipelineTime.minusMillis(1);
        assertThat(compare(fold).onlyInLog()).isEqualTo(1);
    }

    @Test
    void aNodeThatOnlyTheTopicKnowsDiffersUnlessItIsOlderThanTheLog() {
        PartitionFold other = reported(false);
        put(newest(other), _ -> {});
        assertThat(compare(empty(false))).isEqualTo(new NodeCounts(0, 0, 0, 0, 0, 1, 0));
        assertThat(compare(empty(true))).isEqualTo(new NodeCounts(0, 1, 0, 0, 0, 0, 0));
        PartitionFold reachesBack = empty(true);
        Telling early = new Telling("e", null, 2);
        reachesBack.event(early.opened(), 50, false);
        assertThat(compare(reachesBack).onlyInState()).isEqualTo(1);
    }

    @Test
    void aRecordThatCannotBeReadOrIsOfAnotherNodeDiffers() {
        PartitionFold fold = reported(false);
        states.put(PEER, "{\"not\": \"a state\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(compare(fold).different()).isEqualTo(1);
        put(newest(fold), state -> state.put("node_id", "somebody"));
        NodeComparison comparison = comparison(fold);
        assertThat(comparison.differences())
                .containsExactly(new Difference(PEER, "node_id", PEER, "somebody", Optional.empty()));
    }

    @Test
    void anOlderNodeIsComparedOnWhatTheLogHoldsAndCountedApart() {
        Fields all = Fields.builder()
                .put(Field.PEER_ID, new FieldValue.Text(PEER))
                .put(Field.NAME, new FieldValue.Text("old"))
                .build();
        PartitionFold whole = empty(false);
        PartitionFold rest = empty(true);
        List<SessionEvent> told = List.of(session.opened(), session.height(1, 1), session.named("old", 2),
                session.height(7, 3600), session.alive(all, 3700), session.height(8, 3800));
        told.forEach(event -> whole.event(event, offset++, false));
        told.subList(3, told.size()).forEach(event -> rest.event(event, offset++, false));
        put(newest(whole), _ -> {});
        assertThat(compare(rest)).as("its hourly record told all of it").isEqualTo(new NodeCounts(1, 0, 0, 0, 0, 0, 0));
        put(newest(whole), state -> ((ObjectNode) state.at("/fields")).put("operating_system", "from before"));
        assertThat(compare(rest)).isEqualTo(new NodeCounts(0, 1, 0, 0, 0, 0, 0));
        assertThat(compare(rest).olderThanLog()).as("what the log cannot know is believed").isEqualTo(1);
        put(newest(whole), state -> ((ObjectNode) state.at("/fields")).put("name", "new"));
        assertThat(comparison(rest).differences()).extracting(Difference::field).containsExactly("fields.name");
        put(newest(whole), state -> ((ObjectNode) state.at("/claims/0")).put("ended", true));
        assertThat(comparison(rest).differences()).extracting(Difference::field).containsExactly("claims[s].ended");
    }

    @Test
    void aSessionThatNamedItselfBeforeTheLogIsNeitherMissedNorHeldAgainstItsNode() {
        Telling late = new Telling("late", null, 0);
        PartitionFold whole = reported(false);
        put(newest(whole), state -> ((ObjectNode) state.at("/claims/0")).put("session", "late"));
        late.opened();
        PartitionFold rest = empty(true);
        rest.event(late.named("n", 10), 100, false);
        NodeComparison comparison = comparison(rest);
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.counts().olderThanLog()).isEqualTo(2);
    }

    @Test
    void aNodeInTwoPartitionsDiffers() {
        PartitionFold one = reported(false);
        PartitionFold two = empty(false);
        Telling elsewhere = new Telling("x", PEER, 0);
        two.event(elsewhere.opened(), 0, false);
        two.event(elsewhere.height(1, 1), 1, false);
        put(newest(one), _ -> {});
        NodeComparison comparison = new NodeComparison(List.of(one, two), RULE, OFFLINE_AFTER, Map.of(0, pipelineTime));
        comparison.compareStates(states);
        assertThat(comparison.differences()).singleElement()
                .satisfies(difference -> assertThat(difference.log()).contains("[0, 1]"));
    }

    @Test
    void theApiMayShowAnyStateSinceTheComparison() {
        PartitionFold fold = reported(false);
        put(newest(fold), _ -> {});
        byte[] then = states.get(PEER);
        NodeComparison comparison = comparison(fold);
        put(newest(fold), state -> ((ObjectNode) state.at("/fields")).put("current_block_number_l2", 4));
        List<Optional<byte[]>> since = List.of(Optional.of(then), Optional.of(states.get(PEER)));
        for (int height : new int[]{3, 4}) {
            assertThat(comparison.compareApi(Map.of(PEER, item(height)), states.keySet(), _ -> since, false)).isTrue();
        }
        assertThat(comparison.compareApi(Map.of(PEER, item(2)), states.keySet(), _ -> since, false)).isFalse();
        assertThat(comparison.counts().wrongInApi()).as("it may yet follow").isZero();
        assertThat(comparison.compareApi(Map.of(PEER, item(2)), states.keySet(), _ -> since, true)).isFalse();
        assertThat(comparison.counts()).isEqualTo(new NodeCounts(0, 0, 0, 0, 0, 0, 1));
        assertThat(comparison.differences())
                .containsExactly(new Difference(PEER, "blockHeight", "", "4", Optional.of("2")));
    }

    @Test
    void theApiHasToShowTheSameNodes() {
        PartitionFold fold = reported(false);
        put(newest(fold), _ -> {});
        NodeComparison comparison = comparison(fold);
        Map<String, JsonNode> items = Map.of("ghost", item(3));
        assertThat(
                comparison.compareApi(items, states.keySet(), id -> List.of(Optional.ofNullable(states.get(id))), true))
                .isFalse();
        assertThat(comparison.counts().wrongInApi()).isEqualTo(2);
        assertThat(comparison.differences()).containsExactly(
                new Difference(PEER, "(node)", "", "known", Optional.of("no such node")),
                new Difference("ghost", "(node)", "", "no such node", Optional.of("known")));
    }

    @Test
    void whatTheApiSaysStandsBesideWhatLogAndTopicSay() {
        PartitionFold fold = reported(false);
        put(newest(fold), state -> ((ObjectNode) state.at("/fields")).put("current_block_number_l2", 9));
        NodeComparison comparison = comparison(fold);
        comparison.compareApi(Map.of(PEER, item(9)), states.keySet(),
                id -> List.of(Optional.ofNullable(states.get(id))), true);
        assertThat(comparison.differences()).containsExactly(
                new Difference(PEER, "fields.current_block_number_l2", "3", "9", Optional.of("9")));
        assertThat(comparison.counts()).isEqualTo(new NodeCounts(0, 0, 0, 1, 0, 0, 0));
    }

    private static JsonNode item(long height) {
        return tree("""
                {"nodeId": "%s", "nodeIp": "192.0.2.1", "blockHeight": %d, "lastSeen": "2026-01-01T00:00:03.000Z",
                 "verified": false, "contested": false, "sources": ["telemetry"], "status": "online"}"""
                .formatted(PEER, height));
    }

    private NodeCounts compare(PartitionFold fold) {
        return comparison(fold).counts();
    }

    private NodeComparison comparison(PartitionFold fold) {
        NodeComparison comparison = new NodeComparison(List.of(fold), RULE, OFFLINE_AFTER, Map.of(0, pipelineTime));
        comparison.compareStates(states);
        return comparison;
    }

    private static PartitionFold empty(boolean begunLate) {
        return new PartitionFold(0, begunLate, new PictureFold(new NodeFold(OFFLINE_AFTER, RULE.named())), RULE,
                _ -> {});
    }

    private PartitionFold reported(boolean begunLate) {
        PartitionFold fold = empty(begunLate);
        for (SessionEvent event : List.of(session.opened(), session.height(1, 1), session.height(3, 3))) {
            fold.event(event, offset++, false);
        }
        return fold;
    }

    private static NodeState newest(PartitionFold fold) {
        return fold.node(PEER).accepted().getLast();
    }

    private static PeerSighting sighting(long second, boolean reachable) {
        return new PeerSighting(PEER, Telling.at(second), reachable, List.of(), null, null, null, List.of(), null, null,
                null, null);
    }

    private void put(NodeState state, Consumer<ObjectNode> change) {
        ObjectNode tree = tree(state);
        change.accept(tree);
        states.put(PEER, bytes(tree));
    }

    private static ObjectNode tree(NodeState state) {
        return (ObjectNode) tree(new String(RecordCodec.NODE_STATE.encode(state), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(ObjectNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String value) {
        return switch (value) {
            case "true" -> tree("true");
            case "9" -> tree("9");
            default -> tree("\"" + value + "\"");
        };
    }

    private static JsonNode tree(String json) {
        try {
            return RecordMapper.mapper().readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
