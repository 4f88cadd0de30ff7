package io.starkbeat.query.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeQuestionTest {
    @Test
    void nothingAskedIsEverything() {
        assertThat(NodeQuestion.of(Map.of())).isEqualTo(NodeQuestion.EVERYTHING);
        assertThat(ask("q", "").isEverything()).isTrue();
        assertThat(ask("sort", "nodeId").isEverything()).isTrue();
        assertThat(ask("sort", "-nodeId").isEverything()).isFalse();
        assertThat(ask("limit", "7").isEverything()).isFalse();
        assertThat(ask("fields", "nodeName").isEverything()).isFalse();
        assertThat(ask("status", "online").isEverything()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"nonsense, 1", "Network, SN_MAIN", "network, ''", "client, ''", "version, ''", "capability, Full",
            "status, up", "status, ''", "country, DEU", "country, 12", "country, Ä1", "source, p2p", "minBlock, -1",
            "minBlock, +1", "minBlock, 1.5", "minBlock, ''", "minBlock, 18446744073709551616", "maxLag, ten",
            "sort, height", "sort, ''", "sort, -", "sort, --nodeId", "limit, 0", "limit, 1001", "limit, -5", "limit, x",
            "limit, 99999999999", "fields, peerId", "fields, ''", "cursor, ''", "cursor, hello", "cursor, '%%%'"})
    void whatIsNoneIsRefusedByItsName(String parameter, String value) {
        assertThat(refused(parameter, value).parameter()).isEqualTo(parameter);
    }

    @Test
    void aRefusalTellsWhatToWrite() {
        assertThat(refused("status", "up")).hasMessage("status is 'up'; expected one of online, stale, offline.");
        assertThat(refused("limit", "0")).hasMessage("limit is '0'; expected a whole number from 1 to 1000.");
        assertThat(refused("minBlock", "-1")).hasMessageContaining("from 0 to 18446744073709551615");
        assertThat(refused("colour", "red")).hasMessageContaining("no parameter colour")
                .hasMessageContaining("minBlock");
        assertThat(refused("q", "x".repeat(257))).hasMessageContaining("257");
        assertThat(refused("sort", "y".repeat(3000)).getMessage()).hasSizeLessThan(500);
        assertThat(refused("z".repeat(3000), "").getMessage()).hasSizeLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "minBlock", "maxLag", "sort", "limit", "cursor"})
    void whatHasOneValueIsNotGivenTwice(String parameter) {
        assertThatThrownBy(() -> NodeQuestion.of(Map.of(parameter, List.of("1", "1"))))
                .isInstanceOf(RefusedParameterException.class).hasMessageContaining("2 times");
    }

    @Test
    void limitsReachToTheirEnds() {
        assertThat(ask("limit", "1").limit()).isEqualTo(OptionalInt.of(1));
        assertThat(ask("limit", "1000").limit()).isEqualTo(OptionalInt.of(1000));
    }

    @Test
    void theNodeIdIsAlwaysTold() {
        assertThat(ask("fields", "lag").properties()).containsExactly(NodeProperty.NODE_ID, NodeProperty.LAG);
    }

    @Test
    void searchingLooksAtNamesIdsAndAddresses() {
        Facts node = Facts.of("12D3KooWAbc").named("Zürich-Node-7").at("10.1.2.3");

        for (String found : List.of("zürich", "NODE-7", "h-n", "12D3Koo", "12D3KooWAbc", "10.1.", "10.1.2.3")) {
            assertThat(finds(found, node)).as(found).isTrue();
        }
        for (String lost : List.of("node-8", "12d3koo", "KooW", "0.1.2", "10.1.2.33", "Zürich-Node-77")) {
            assertThat(finds(lost, node)).as(lost).isFalse();
        }
        assertThat(finds("2001:DB8", Facts.of("a").at("2001:db8::1"))).isTrue();
    }

    @Test
    void whoTellsOfANode() {
        Facts reports = Facts.of("a").sources(true, false);
        Facts met = Facts.of("b").sources(false, true);
        Facts both = Facts.of("c").sources(true, true);

        assertThat(selected("source", "telemetry", reports, met, both)).containsExactly("a", "c");
        assertThat(selected("source", "crawler", reports, met, both)).containsExactly("b", "c");
        assertThat(selected("source", "both", reports, met, both)).containsExactly("c");
    }

    @Test
    void heightsAreUnsignedAndWhatLacksOneComesLastBothWays() {
        Facts low = Facts.of("a").height(7);
        Facts none = Facts.of("b");
        Facts high = Facts.of("c").height(-1);

        assertThat(selected("sort", "blockHeight", low, none, high)).containsExactly("a", "c", "b");
        assertThat(selected("sort", "-blockHeight", low, none, high)).containsExactly("c", "a", "b");
        assertThat(selected("minBlock", "18446744073709551615", low, none, high)).containsExactly("c");
        assertThat(selected("minBlock", "0", low, none, high)).containsExactly("a", "c");
    }

    @Test
    void namesAreOrderedWithoutCaseFirst() {
        assertThat(selected("sort", "nodeName", Facts.of("a").named("Zeta"), Facts.of("b").named("alpha"),
                Facts.of("c").named("Alpha"))).containsExactly("c", "b", "a");
    }

    @Test
    void aCursorBelongsToItsSort() {
        PageCursor cursor = new PageCursor(new NodeOrder(NodeProperty.BLOCK_HEIGHT, true), new OrderValue.Whole(-3),
                "n");

        NodeQuestion next = NodeQuestion
                .of(Map.of("sort", List.of("-blockHeight"), "cursor", List.of(cursor.written())));
        assertThat(next.after()).isEqualTo(cursor);
        assertThat(cursor.written()).matches("[A-Za-z0-9_-]+");
        for (String other : List.of("blockHeight", "-lag", "nodeId")) {
            RefusedParameterException refused = catchThrowableOfType(RefusedParameterException.class,
                    () -> NodeQuestion.of(Map.of("sort", List.of(other), "cursor", List.of(cursor.written()))));
            assertThat(refused.parameter()).isEqualTo("cursor");
            assertThat(refused).hasMessageContaining("another sort than " + other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "[\"-cpuUsage\",\"x\",\"n\"]", "[\"-cpuUsage\",\"NaN\",\"n\"]",
            "[\"-cpuUsage\",1,\"n\"]", "[\"-cpuUsage\",\"1\"]", "[\"-cpuUsage\",\"1\",null]",
            "[\"-cpuUsage\",\"1\",\"n\",\"n\"]", "[[[[[[", ""})
    void whatOnlyLooksLikeACursorIsRefused(String forged) {
        String cursor = Base64.getUrlEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> NodeQuestion.of(Map.of("sort", List.of("-cpuUsage"), "cursor", List.of(cursor))))
                .isInstanceOf(RefusedParameterException.class).hasMessageContaining("none that was handed out");
    }

    private static List<String> selected(String parameter, String value, Facts... nodes) {
        return ask(parameter, value).select(List.of(nodes)).nodes().stream().map(Facts::nodeId).toList();
    }

    private static boolean finds(String text, Facts node) {
        return ask("q", text).filter().test(node);
    }

    private static NodeQuestion ask(String parameter, String value) {
        return NodeQuestion.of(Map.of(parameter, List.of(value)));
    }

    private static RefusedParameterException refused(String parameter, String value) {
        RefusedParameterException refused = catchThrowableOfType(RefusedParameterException.class,
                () -> ask(parameter, value));
        assertThat(refused).as(parameter + "=" + value).isNotNull();
        return refused;
    }
}
