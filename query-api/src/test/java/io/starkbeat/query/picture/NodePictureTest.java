package io.starkbeat.query.picture;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.Met;
import io.starkbeat.query.TestNodes;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is believed on what, and what counts as a contradiction. Nodes of these tests have a session since a minute before
/// noon that is vouched for until noon.
class NodePictureTest {
    private static final Duration OFFLINE_AFTER = Duration.ofSeconds(90);
    private static final String HERE = "/ip4/8.8.4.4/tcp/7777";

    @Test
    void aNodeThatNoCrawlerMetIsWhatItReports() {
        NodePicture picture = of(
                node("n").at("SN_MAIN", 7).with(Field.CLIENT, "Juno").address("8.8.4.4").country("US"));

        assertThat(picture.fields()).isSameAs(picture.state().fields());
        assertThat(picture.address()).isEqualTo(new NodeAddress("nodeIp", "8.8.4.4"));
        assertThat(picture.country()).isEqualTo("US");
        assertThat(picture.lastWords().crawled()).isFalse();
        assertThat(picture.crawledProperties()).isEmpty();
        assertThat(picture.source(Field.CLIENT)).isEqualTo(NodeSource.TELEMETRY);
    }

    @Test
    void whatANodeDoesNotTellTheCrawlFillsIn() {
        NodePicture picture = of(node("n").with(Field.CLIENT, "Juno").met(met().client("juno", "0.15.0")));

        assertThat(picture.fields().text(Field.CLIENT)).isEqualTo("Juno");
        assertThat(picture.fields().text(Field.VERSION)).isEqualTo("0.15.0");
        assertThat(picture.source(Field.CLIENT)).isEqualTo(NodeSource.TELEMETRY);
        assertThat(picture.source(Field.VERSION)).isEqualTo(NodeSource.CRAWLER);
        assertThat(picture.isHeightCrawled()).isTrue();
        assertThat(picture.lastWords().crawled()).as("its session tells how it is").isFalse();
    }

    /// A node that has stopped reporting and goes on is what the crawl says, with what it once told.
    @Test
    void whoIsMetAfterItsSessionWasClosedIsWhatTheCrawlSays() {
        NodePicture picture = of(
                node("n").at("SN_MAIN", 7).with(Field.VERSION, "0.14.0").with(Field.NAME, "mine").ended()
                        .met(met().at(NOON.plusSeconds(1)).client("Juno", "0.15.0")));

        assertThat(picture.fields().text(Field.VERSION)).isEqualTo("0.15.0");
        assertThat(picture.fields().text(Field.NAME)).isEqualTo("mine");
        assertThat(picture.isHeightCrawled()).isTrue();
        assertThat(picture.lastWords().crawled()).isTrue();
        assertThat(picture.crawledProperties())
                .containsExactly("nodeIp", "nodeClientVersion", "nodeClientType", "blockHeight", "network", "status");
        assertThat(picture.contradictions()).as("it may have been upgraded since").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"90, false", "91, true"})
    void aSessionThatNobodyVouchesForIsOverAfterAWhile(int secondsAfter, boolean crawlerSpeaks) {
        assertThat(of(node("n").met(met().at(NOON.plusSeconds(secondsAfter)))).lastWords().crawled())
                .isEqualTo(crawlerSpeaks);
    }

    @Test
    void whoWasMetBeforeItsSessionWasClosedIsWhatTheSessionSays() {
        assertThat(of(node("n").ended().met(met().at(NOON.minusSeconds(1)))).lastWords().crawled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8.8.4.4, 8.8.4.4, TELEMETRY", "8.8.4.0, 8.8.4.0, TELEMETRY", "9.9.9.9, 8.8.4.4, CRAWLER",
            "10.0.0.1, 8.8.4.4, CRAWLER", ", 8.8.4.4, CRAWLER"})
    void aProvenAddressOutranksAnother(String observed, String shown, NodeSource source) {
        TestNodes node = node("n").country("US");
        NodePicture picture = of((observed == null ? node : node.address(observed)).met(met()));

        assertThat(picture.address()).isEqualTo(new NodeAddress("nodeIp", shown));
        assertThat(picture.addressSource()).isEqualTo(source);
        assertThat(picture.country()).as("of another address").isEqualTo("9.9.9.9".equals(observed) ? null : "US");
    }

    @Test
    void aProofFromBeforeTheSessionSaysNothingOfWhereTheNodeIsNow() {
        NodePicture picture = of(node("n").address("9.9.9.9").with(Field.VERSION, "0.15.0")
                .met(met().at(NOON.minusSeconds(60 + 91)).client("Juno", "0.14.0")));

        assertThat(picture.address()).isEqualTo(new NodeAddress("nodeIp", "9.9.9.9"));
        assertThat(picture.contradictions()).isEmpty();
    }

    @Test
    void anAddressThatCannotBeComparedIsNoContradiction() {
        assertThat(of(node("n").address("10.0.0.1").met(met())).contradictions()).isEmpty();
        assertThat(of(node("n").address("8.8.4.0").met(met())).contradictions()).isEmpty();
        assertThat(of(node("n").met(met())).contradictions()).isEmpty();
        assertThat(of(node("n").address("9.9.9.9").met(met())).contradictions()).singleElement()
                .extracting(Contradiction::property).isEqualTo("nodeIp");
    }

    @ParameterizedTest
    @CsvSource({"0.15.0, 0.15.0, false", "v0.15.0, 0.15.0, false", "0.15.0-rc.1+1a2b, 0.15.0, false",
            "0.15, 0.15.3, false", "0.15.0, 0.15.1, true", "0.14.2, 0.15.0, true", "nightly, 0.15.0, false",
            "10.1, 1.10, true"})
    void versionsContradictWhenTheirNumbersDo(String reported, String crawled, boolean contradict) {
        assertThat(of(node("n").with(Field.VERSION, reported).met(met().client("Juno", crawled))).contradictions())
                .hasSize(contradict ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"Juno, juno, false", "Juno client, juno, false", "Pathfinder, juno, true"})
    void clientsContradictUnlessOneNamesTheOther(String reported, String crawled, boolean contradict) {
        assertThat(of(node("n").with(Field.CLIENT, reported).met(met().client(crawled, "1"))).contradictions())
                .hasSize(contradict ? 1 : 0);
    }

    /// Reported at noon; met so many seconds before that.
    @ParameterizedTest
    @CsvSource({"1000, 1000, 0, false", "1000, 1100, 0, false", "1000, 1101, 0, true", "1101, 1000, 0, true",
            "1000, 1101, 60, true", "7100, 1000, 60, false", "7101, 1000, 60, true", "-1, 1000, 60, true",
            // Met after it reported.
            "1000, 900, -60, false", "1000, 899, -60, true", "1000, 7100, -60, false", "1000, 7101, -60, true"})
    void heightsContradictWhenNoNodeCanHaveGoneFromOneToTheOther(long reported, long met, int secondsBefore,
            boolean contradict) {
        NodePicture picture = of(node("n").at("SN_MAIN", reported)
                .met(new Met().at(NOON.minusSeconds(secondsBefore)).network("SN_MAIN", met)));

        assertThat(picture.contradictions()).hasSize(contradict ? 1 : 0)
                .allSatisfy(each -> assertThat(each.property()).isEqualTo("blockHeight"));
    }

    @Test
    void networksContradict() {
        assertThat(of(node("n").with(Field.NETWORK_NAME, "SN_SEPOLIA").met(met())).contradictions()).singleElement()
                .satisfies(found -> {
                    assertThat(found.property()).isEqualTo("network");
                    assertThat(found.telemetry()).hasToString("SN_SEPOLIA");
                    assertThat(found.crawler()).hasToString("SN_MAIN");
                    assertThat(found.telemetryAt()).isEqualTo(NOON);
                    assertThat(found.crawlerAt()).isEqualTo(NOON);
                });
    }

    /// Peers call themselves what they like.
    @Test
    void whatNoNodeMayReportNoPeerMayEither() {
        NodePicture picture = of(node("n").onlyMet(new Met().client("x".repeat(5000), "\u202E\u0007")));

        assertThat(picture.fields().text(Field.CLIENT)).hasSize(Field.MAX_TEXT);
        assertThat(picture.fields().has(Field.VERSION)).isFalse();
    }

    private static Met met() {
        return new Met().address(HERE).network("SN_MAIN", 812_000).client("Juno", "0.15.0");
    }

    private static NodePicture of(TestNodes node) {
        return NodePicture.of(node.state(), OFFLINE_AFTER);
    }
}
