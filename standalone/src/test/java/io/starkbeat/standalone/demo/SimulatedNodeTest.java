package io.starkbeat.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.standalone.demo.NodeProfile.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SimulatedNodeTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PEER_ID = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";

    private final DemoChain chain = new DemoChain(DemoChain.GENESIS, Duration.ofSeconds(6));

    @Test
    void aFollowerReportsEachBlockOnceAndInOrder() {
        var node = node(firstOf(Pace.FOLLOWS));
        var now = NOON;
        var height = height(node, now);
        for (var i = 0; i < 200; i++) {
            now = node.nextNetworkReport(now);
            assertThat(height(node, now)).isEqualTo(++height);
        }
    }

    @Test
    void aNodeThatLagsIsBlocksBehindAndNeverGoesBack() {
        var node = node(firstOf(Pace.LAGS));
        var now = NOON;
        var last = 0L;
        for (var i = 0; i < 200; i++) {
            now = node.nextNetworkReport(now);
            var height = height(node, now);
            assertThat(height).isGreaterThanOrEqualTo(last);
            assertThat(chain.heightAt(now) - height).isBetween(2L, 14L);
            last = height;
        }
    }

    @Test
    void aNodeThatSyncsCatchesUpAndThenFollows() {
        var node = node(firstOf(Pace.SYNCS));
        assertThat(chain.heightAt(NOON) - height(node, NOON)).isEqualTo(5_000);
        assertThat(number(node.network(NOON), Field.ESTIMATE_SYNC)).isCloseTo(125_000L,
                Offset.offset(1_000L));
        var later = NOON.plus(Duration.ofMinutes(4));
        assertThat(chain.heightAt(later) - height(node, later)).isLessThanOrEqualTo(1);
        assertThat(number(node.network(later), Field.ESTIMATE_SYNC)).isZero();
        var next = node.nextNetworkReport(later);
        assertThat(Duration.between(later, next)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void loadDriftsWithinBelievableBounds() {
        var node = node(0);
        var before = number(node.system(NOON), Field.MEMORY_USAGE);
        for (var i = 1; i < 2_000; i++) {
            var report = node.system(NOON.plusSeconds(5L * i));
            assertThat(number(report, Field.CPU_USAGE)).isBetween(0L, 100L);
            assertThat(number(report, Field.STORAGE_USAGE)).isBetween(20L, 100L);
            assertThat(number(report, Field.MEMORY_USAGE)).isCloseTo(before, Offset.offset(6L));
            before = number(report, Field.MEMORY_USAGE);
        }
    }

    @Test
    void uptimeGrowsAndStartsAgainWithTheProcess() {
        var node = node(0);
        var before = number(node.system(NOON), Field.NODE_UPTIME);
        assertThat(before).isGreaterThanOrEqualTo(3_600);
        assertThat(number(node.system(NOON.plusSeconds(10)), Field.NODE_UPTIME)).isEqualTo(before + 10);
        node.boot(NOON.plusSeconds(100));
        assertThat(number(node.system(NOON.plusSeconds(103)), Field.NODE_UPTIME)).isEqualTo(3);
    }

    @Test
    void theSameSeedTellsTheSame() {
        assertThat(node(3).system(NOON)).isEqualTo(node(3).system(NOON));
        assertThat(NodeProfile.of(3)).isEqualTo(NodeProfile.of(3));
    }

    @Test
    void twentyNodesAreAMixedNetwork() {
        var profiles = IntStream.range(0, 20).mapToObj(NodeProfile::of).toList();
        assertThat(profiles).extracting(NodeProfile::client)
                .contains("Juno", "Pathfinder", "Papyrus", "Madara");
        assertThat(profiles).filteredOn(profile -> profile.capability().equals("Sequencer")).hasSize(2);
        assertThat(profiles).extracting(NodeProfile::pace).contains(Pace.values());
        assertThat(profiles).filteredOn(NodeProfile::nested).hasSize(4);
        assertThat(profiles).extracting(NodeProfile::version).satisfies(versions -> assertThat(new HashSet<>(versions))
                .hasSizeGreaterThan(5));
        assertThat(IntStream.range(0, 200).mapToObj(number -> NodeProfile.of(number).name())).doesNotHaveDuplicates();
    }

    private SimulatedNode node(int number) {
        return new SimulatedNode(NodeProfile.of(number), PEER_ID, chain, new SplittableRandom(7), NOON);
    }

    private static int firstOf(Pace pace) {
        return IntStream.range(0, 100).filter(number -> NodeProfile.of(number).pace() == pace).findFirst()
                .orElseThrow();
    }

    private static long height(SimulatedNode node, Instant now) {
        return number(node.network(now), Field.CURRENT_BLOCK_NUMBER_L2);
    }

    private static long number(Report report, Field field) {
        return ((Number) report.fields().get(field)).longValue();
    }
}
