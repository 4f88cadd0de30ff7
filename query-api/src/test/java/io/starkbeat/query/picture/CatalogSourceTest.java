package io.starkbeat.query.picture;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.Met;
import io.starkbeat.query.TestNodes;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CatalogSourceTest {
    private static final Met MET = new Met().client("Juno", "0.15.0").address("/ip4/8.8.4.4/tcp/7777");

    private final NodeState both = reporting().met(MET).state();

    @Test
    void allSourcesAreAllThereIs() {
        assertThat(CatalogSource.ALL.of(both)).contains(both);
    }

    /// However much a node reports, the crawl's picture of it is the same.
    @Test
    void nothingOfTelemetryCanBeToldFromTheCrawlsPicture() {
        NodeState onlyMet = CatalogSource.CRAWLER.of(node("n").onlyMet(MET).state()).orElseThrow();

        assertThat(CatalogSource.CRAWLER.of(both)).contains(onlyMet);
        assertThat(CatalogSource.CRAWLER.of(reporting().heard(NOON.plusSeconds(500)).ended().met(MET).state()))
                .contains(onlyMet);
        assertThat(new String(RecordCodec.NODE_STATE.encode(onlyMet), StandardCharsets.UTF_8))
                .doesNotContain("mine", "9.9.9.9", "gateway", "s-n", "key-1", "US");
        assertThat(onlyMet.verified()).isTrue();
    }

    @Test
    void nothingOfTheCrawlIsInTelemetrysPicture() {
        NodeState told = CatalogSource.TELEMETRY.of(both).orElseThrow();

        assertThat(told.p2p()).isNull();
        assertThat(told.verified()).isFalse();
        assertThat(told.fields()).isEqualTo(both.fields());
        assertThat(told.firstSeen()).isEqualTo(reporting().state().firstSeen()).isAfter(both.firstSeen());
    }

    @Test
    void whomASourceDoesNotKnowIsNotThere() {
        assertThat(CatalogSource.CRAWLER.of(reporting().state())).isEmpty();
        assertThat(CatalogSource.TELEMETRY.of(node("n").onlyMet(MET).state())).isEmpty();
    }

    private static TestNodes reporting() {
        return node("n").at("SN_MAIN", 7).with(Field.NAME, "mine").address("9.9.9.9").country("US");
    }
}
