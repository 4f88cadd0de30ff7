package io.starkbeat.query.catalog;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.Met;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What heights of handshakes are worth.
class CrawledHeightsTest {
    private final InMemoryStates store = new InMemoryStates();
    private final StoreCatalog catalog = store.catalog();

    @BeforeEach
    void ready() {
        store.clock().expect(1);
    }

    /// Peer ids cost nothing: heights of handshakes are nothing beside those that two addresses report, not even lags.
    @Test
    void whatPeersClaimWhenTheyAreMetIsNoBestHeightBesideWhatNodesReport() throws IOException {
        store.put(node("a").at("main", 100).from("one"));
        store.put(node("b").at("main", 100).from("two"));
        store.put(node("c").at("main", 97).from("three"));
        int peer = 1;
        for (int height : new int[]{1000, 1000, 60, 50, 40}) {
            store.put(node("p" + peer)
                    .onlyMet(new Met().network("main", height).address("/ip4/8.8." + peer++ + ".1/tcp/1")));
        }

        assertThat(list()).extracting(item -> item.path("lag").asText())
                .containsExactly("0", "0", "3", "", "", "", "", "");
        assertThat(networks().get(0).get("bestBlock").asInt()).isEqualTo(100);
        assertThat(networks().get(0).get("medianLag").asInt()).isZero();
        assertThat(networks().get(0).get("shareOnBestBlock").asDouble()).isEqualTo(0.6667);
        assertThat(networks().get(0).get("nodes").asInt()).isEqualTo(8);
    }

    @Test
    void whereNobodyReportsAHeightTwoNetworksOfPeersMakeIt() throws IOException {
        store.put(node("b").onlyMet(new Met().network("main", 1000).address("/ip4/8.8.4.4/tcp/1")));
        store.put(node("c").onlyMet(new Met().network("main", 1000).address("/ip4/8.8.4.5/tcp/1")));
        store.put(node("d").onlyMet(new Met().network("main", 60).address("/ip4/7.7.7.7/tcp/1")));
        store.put(node("e").with(Field.NETWORK_NAME, "main"));

        assertThat(list()).extracting(item -> item.path("lag").asText()).containsExactly("0", "0", "0", "");
        assertThat(networks().get(0).get("bestBlock").asInt()).isEqualTo(60);
    }

    private JsonNode list() throws IOException {
        return read(catalog.list(Coding.IDENTITY));
    }

    private JsonNode networks() throws IOException {
        return read(catalog.networks(Coding.IDENTITY));
    }

    private static JsonNode read(CompletionStage<Answer> answer) throws IOException {
        return RecordMapper.mapper().readTree(answer.toCompletableFuture().join().body().getBytes());
    }
}
