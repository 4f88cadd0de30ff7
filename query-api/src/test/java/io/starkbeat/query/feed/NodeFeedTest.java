package io.starkbeat.query.feed;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.Met;
import io.starkbeat.query.TestNodes;
import io.starkbeat.schemas.field.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What subscribers are told, event by event.
class NodeFeedTest {
    private static final Map<String, List<String>> ALL = Map.of();
    private static final int PLENTY = 1_000_000;

    private final FeedUnderTest feed = new FeedUnderTest(20, 2);

    @AfterEach
    void close() {
        feed.close();
    }

    private static TestNodes at(String nodeId, int height) {
        return node(nodeId).at("SN_MAIN", height).from(nodeId);
    }

    @Test
    void aSnapshotThenChangesOnly() {
        feed.put(at("a", 1));
        feed.put(at("b", 1));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        feed.window();
        feed.put(at("b", 2));
        feed.put(at("b", 1).with(Field.NAME, "Bee"));
        feed.window();
        feed.forget("a");
        feed.window();

        assertThat(reader.heard).containsExactly("snapshot 2", "node b", "gone a");
    }

    @Test
    void whatOnlySaysThatANodeIsVouchedForIsNoChange() {
        feed.put(at("a", 1));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        feed.put(at("a", 1).heard(NOON.plusSeconds(30)));
        feed.now(NOON.plusSeconds(31));
        feed.window();

        assertThat(reader.heard).containsExactly("snapshot 1");
    }

    @Test
    void timeAloneChangesStatusesAndOthersTheLag() {
        feed.put(at("a", 1));
        feed.put(at("b", 1).heard(NOON.plusSeconds(60)));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        feed.now(NOON.plusSeconds(95));
        feed.window();
        assertThat(reader.heard).containsExactly("snapshot 2", "node a");
        assertThat(reader.shown.get("a").get("status").textValue()).isEqualTo("offline");

        feed.put(at("c", 9).heard(NOON.plusSeconds(95)));
        feed.put(at("d", 9).heard(NOON.plusSeconds(95)));
        feed.window();
        assertThat(reader.heard).contains("node b");
        assertThat(reader.shown.get("b").get("lag").intValue()).isEqualTo(8);
    }

    /// It stands still where it was met, so each block would be an event for each such node.
    @Test
    void whatOthersReportIsNoChangeOfWhoWasMet() {
        feed.put(at("a", 100));
        feed.put(at("b", 100));
        feed.put(node("m").onlyMet(new Met().network("SN_MAIN", 90)));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        feed.put(at("a", 101));
        feed.put(at("b", 101));
        feed.window();

        assertThat(reader.heard).containsExactlyInAnyOrder("snapshot 3", "node a", "node b");
    }

    @Test
    void whoIsMetComesToReportAndLeavesIsToldAsEach() {
        Met met = new Met().network("SN_MAIN", 90);
        feed.put(node("m").onlyMet(met));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        assertThat(stands(reader)).isEqualTo("online 90 [\"blockHeight\",\"network\",\"status\"] [\"crawler\"]");

        feed.put(at("m", 95).met(met));
        feed.window();
        assertThat(stands(reader)).isEqualTo("online 95  [\"telemetry\",\"crawler\"]");

        feed.put(at("m", 95).ended().met(met));
        feed.window();
        assertThat(stands(reader)).isEqualTo("offline 95  [\"telemetry\",\"crawler\"]");

        feed.put(at("m", 95).ended().met(new Met().at(NOON.plusSeconds(1)).network("SN_MAIN", 96)));
        feed.window();
        assertThat(stands(reader)).isEqualTo(
                "online 96 [\"blockHeight\",\"network\",\"status\"] [\"telemetry\",\"crawler\"]");
        assertThat(reader.heard).containsExactly("snapshot 1", "node m", "node m", "node m");
    }

    private static String stands(ModelReader reader) {
        JsonNode item = reader.shown.get("m");
        return item.path("status").asText() + " " + item.path("blockHeight") + " " + item.path("fromCrawler") + " "
                + item.path("sources");
    }

    @Test
    void whoIsNotMetAnyMoreIsToldByTimeAlone() {
        feed.put(node("m").onlyMet(new Met()));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        for (int minutes : new int[]{60, 61, 120, 121}) {
            feed.now(NOON.plus(Duration.ofMinutes(minutes)));
            feed.window();
            assertThat(reader.shown.get("m").get("status").textValue()).as("after %d minutes", minutes)
                    .isEqualTo(minutes <= 60 ? "online" : minutes <= 120 ? "stale" : "offline");
        }
        assertThat(reader.heard).containsExactly("snapshot 1", "node m", "node m");
    }

    @Test
    void aNodeThatMeetsTheConditionsNoLongerIsGone() {
        feed.put(at("a", 1).with(Field.CLIENT, "Juno"));
        feed.put(at("b", 1).with(Field.CLIENT, "Madara"));
        ModelReader reader = feed.reader(Map.of("client", List.of("juno")), PLENTY);
        feed.window();
        feed.put(at("a", 1).with(Field.CLIENT, "Madara"));
        feed.put(at("b", 2).with(Field.CLIENT, "Madara"));
        feed.window();
        feed.put(at("a", 2).with(Field.CLIENT, "Juno"));
        feed.window();

        assertThat(reader.heard).containsExactly("snapshot 1", "gone a", "node a");
    }

    @Test
    void whoComesBackIsToldWhatHeMissedAndNothingElse() {
        feed.put(at("a", 1));
        feed.put(at("b", 1));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        reader.cut();
        feed.put(at("b", 1).with(Field.NAME, "Bee"));
        feed.window();
        feed.put(at("b", 1).with(Field.NAME, "Bumblebee"));
        feed.window();
        reader.connect();
        feed.window();

        assertThat(reader.heard).containsExactly("snapshot 2", "node b");
        assertThat(reader.shown.get("b").get("nodeName").textValue()).isEqualTo("Bumblebee");
    }

    @Test
    void whoWasAwayForTooLongBeginsAnew() {
        feed.put(at("a", 1));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        reader.cut();
        for (int i = 0; i < 30; i++) {
            feed.put(at("a", 1).with(Field.NAME, "name " + i));
            feed.window();
        }
        reader.connect();
        feed.window();

        assertThat(reader.heard).containsExactly("snapshot 1", "reset", "snapshot 1");
    }

    @Test
    void afterARestWhoComesBackBeginsAnew() {
        feed.put(at("a", 1));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        reader.cut();
        feed.window();
        feed.pass(Duration.ofMinutes(3));
        feed.window();
        feed.put(at("a", 1).with(Field.NAME, "Unheard"));
        feed.window();
        reader.connect();
        feed.window();

        assertThat(reader.heard).containsExactly("snapshot 1", "reset", "snapshot 1");
        assertThat(reader.shown).isEqualTo(feed.asked(ALL));
    }

    @Test
    void anIdOfAnotherProcessOrOfNobodyBeginsAnew() {
        feed.put(at("a", 1));
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        String id = reader.lastEventId();
        assertThat(FeedPosition.read(id)).isPresent();
        for (String foreign : List.of("x" + id, id + "0", "-1", "", "99999999999999999999-1", "ä")) {
            assertThat(FeedPosition.read(foreign).flatMap(at -> feed.feed.since(at, 0))).as(foreign).isEmpty();
        }
    }

    @Test
    void whoReadsSlowlyIsToldTheNewestOfEachNode() {
        feed.put(at("a", 1));
        feed.put(at("b", 1));
        ModelReader reader = feed.reader(ALL, 3);
        feed.window();
        for (int i = 0; i < 5; i++) {
            feed.put(at("a", 1).with(Field.NAME, "a" + i));
            feed.put(at("b", 1).with(Field.NAME, "b" + i));
            feed.window();
        }
        assertThat(reader.heard).containsExactly("snapshot 2");
        reader.read(10);

        assertThat(reader.heard).containsExactly("snapshot 2", "node a", "node b");
        assertThat(reader.shown).isEqualTo(feed.asked(ALL));
    }

    @Test
    void whoFallsBehindTheLogIsEndedAndOthersAreNot() {
        feed.put(at("a", 1));
        ModelReader slow = feed.reader(ALL, 2);
        ModelReader quick = feed.reader(ALL, PLENTY);
        feed.window();
        for (int i = 0; i < 30; i++) {
            feed.put(at("a", 1).with(Field.NAME, "name " + i));
            feed.window();
        }

        assertThat(slow.ended()).isEqualTo(EndReason.TOO_SLOW);
        assertThat(quick.ended()).isNull();
        assertThat(quick.heard).hasSize(31);
        assertThat(feed.meters.get("starkbeat.query.feed.subscribers").gauge().value()).isEqualTo(1);
        assertThat(feed.meters.get("starkbeat.query.feed.ended").tag("why", "too_slow").counter().count()).isEqualTo(1);
    }

    @Test
    void heartbeatsMoveThePlaceToComeBackTo() {
        feed.put(at("a", 1).with(Field.CLIENT, "Juno"));
        ModelReader reader = feed.reader(Map.of("client", List.of("Juno")), PLENTY);
        feed.window();
        feed.feed.beat();
        String before = reader.lastEventId();
        feed.put(at("b", 1).with(Field.CLIENT, "Madara"));
        feed.window();
        feed.feed.beat();

        assertThat(reader.heard).containsExactly("snapshot 1", "heartbeat");
        assertThat(reader.lastEventId()).isNotEqualTo(before);
    }

    @Test
    void thereAreOnlySoManySubscribers() {
        ModelReader first = feed.reader(ALL, PLENTY);
        feed.reader(ALL, PLENTY);
        assertThatExceptionOfType(FeedFullException.class).isThrownBy(() -> feed.reader(ALL, PLENTY));
        first.cut();
        first.cut();
        feed.reader(ALL, PLENTY);
        assertThatExceptionOfType(FeedFullException.class).isThrownBy(() -> feed.reader(ALL, PLENTY));
    }

    @Test
    void whoIsThereWhenTheServerStopsIsTold() {
        ModelReader reader = feed.reader(ALL, PLENTY);
        feed.window();
        feed.close();
        assertThat(reader.ended()).isEqualTo(EndReason.LEAVING);
    }
}
