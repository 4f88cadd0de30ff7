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

    /// How far it was then, and what it measured, is the past; who it is, is not.
    @Test
    void ofASessionThatIsOverOnlyWhoTheNodeIsGoesOn() {
        NodePicture picture = of(reporting().ended().met(new Met().at(NOON.plusSeconds(1))));

        assertThat(picture.fields().text(Field.NAME)).isEqualTo("mine");
        assertThat(picture.fields().text(Field.CLIENT)).isEqualTo("Juno");
        assertThat(picture.fields().known()).doesNotContain(Field.NETWORK_NAME, Field.CURRENT_BLOCK_NUMBER_L2,
                Field.CURRENT_BLOCK_HASH_L2, Field.PEER_COUNT, Field.CPU_USAGE);
    }

    /// The height of a handshake is not that of the block whose hash a session once told.
    @Test
    void theHeightOfAHandshakeStandsBesideNoOtherBlocksHash() {
        NodePicture picture = of(reporting().ended().met(met().at(NOON.plusSeconds(1))));

        assertThat(picture.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(812_000);
        assertThat(picture.fields().has(Field.CURRENT_BLOCK_HASH_L2)).isFalse();
    }

    /// Somebody reported under its peer id from elsewhere, and is gone.
    @Test
    void ofWhoWasNotAtTheProvenAddressNothingStays() {
        NodePicture picture = of(reporting().address("9.9.9.9").country("US").ended()
                .met(new Met().address(HERE).at(NOON.plusSeconds(1))));

        assertThat(picture.fields().known()).doesNotContain(Field.NAME, Field.CLIENT, Field.CPU_USAGE);
        assertThat(picture.address()).isEqualTo(new NodeAddress("nodeIp", "8.8.4.4"));
        assertThat(picture.country()).isNull();
        assertThat(picture.crawledProperties()).containsExactly("nodeIp", "status");
    }

    /// Who was proved at a name, not at an address, may be anybody who reported.
    @Test
    void whereASessionReportedFromIsThePastOnceItIsOver() {
        NodePicture picture = of(reporting().address("9.9.9.9").country("US").ended()
                .met(new Met().address("/dns4/node.example/tcp/7777").at(NOON.plusSeconds(1))));

        assertThat(picture.address()).isNull();
        assertThat(picture.country()).isNull();
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
        assertThat(picture.country()).as("of another address")
                .isEqualTo(source == NodeSource.CRAWLER && observed != null ? null : "US");
    }

    @ParameterizedTest
    @CsvSource({"9.9.9.9, nodeIp", "10.0.0.1, nodeIp", "2001:db8::1, nodeIpv6"})
    void aProofFromBeforeTheSessionSaysNothingOfWhereTheNodeIsNow(String observed, String name) {
        NodePicture picture = of(node("n").address(observed).country("US").with(Field.VERSION, "0.15.0")
                .met(met().at(NOON.minusSeconds(60 + 91)).client("Juno", "0.14.0")));

        assertThat(picture.address()).isEqualTo(new NodeAddress(name, observed));
        assertThat(picture.country()).isEqualTo("US");
        assertThat(picture.contradictions()).isEmpty();
    }

    /// Where gateways record no address nothing better is known than an old proof.
    @Test
    void anOldProofIsShownWhereNothingIsObserved() {
        assertThat(of(node("n").met(met().at(NOON.minusSeconds(86_400)))).address())
                .isEqualTo(new NodeAddress("nodeIp", "8.8.4.4"));
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

    /// Reported at noon; met so many seconds before that. Who tells a higher version later has been upgraded.
    @ParameterizedTest
    @CsvSource({"0.15.0, 0.14.0, 30, false", "0.14.10, 0.14.9, 30, false", "0.15.0, 0.14.0, -30, true",
            "0.13.0, 0.14.0, 30, true", "0.14.9, 0.14.10, 30, true"})
    void anUpgradeIsNoContradiction(String reported, String crawled, int secondsBefore, boolean contradict) {
        assertThat(of(node("n").with(Field.VERSION, reported)
                .met(new Met().at(NOON.minusSeconds(secondsBefore)).client("Juno", crawled))).contradictions())
                .hasSize(contradict ? 1 : 0);
    }

    /// What nobody has said since the session began was said by another one, perhaps by somebody else.
    @Test
    void whatAnEarlierSessionToldContradictsNothing() {
        TestNodes node = node("n").with(Field.CLIENT, "Pathfinder").with(Field.VERSION, "0.9.0").at("SN_SEPOLIA", 5)
                .met(met());

        assertThat(of(node).contradictions()).hasSize(4);
        assertThat(of(node.told(NOON.minusSeconds(61))).contradictions()).isEmpty();
    }

    @Test
    void aContradictionTellsWhenTheNodeSaidIt() {
        TestNodes node = node("n").with(Field.VERSION, "0.9.0").told(NOON.minusSeconds(20)).met(met());

        assertThat(of(node).contradictions()).singleElement().extracting(Contradiction::telemetryAt)
                .isEqualTo(NOON.minusSeconds(20));
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

    private static TestNodes reporting() {
        return node("n").at("SN_MAIN", 7).with(Field.NAME, "mine").with(Field.CLIENT, "Juno")
                .with(Field.CURRENT_BLOCK_HASH_L2, "0x7").with(Field.PEER_COUNT, "9").with(Field.CPU_USAGE, "50");
    }

    private static Met met() {
        return new Met().address(HERE).network("SN_MAIN", 812_000).client("Juno", "0.15.0");
    }

    private static NodePicture of(TestNodes node) {
        return NodePicture.of(node.state(), OFFLINE_AFTER);
    }
}
