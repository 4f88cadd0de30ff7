package io.starkbeat.query.store;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.Met;
import io.starkbeat.query.picture.CatalogSource;
import io.starkbeat.schemas.node.NodeState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an API over one source holds of the store.
class SelectedStatesTest {
    private final List<String> told = new ArrayList<>();
    private final NodeStateListener ofCrawl = SelectedStates.listener(CatalogSource.CRAWLER, new NodeStateListener() {
        @Override
        public void changed(NodeState state) {
            told.add(state.nodeId() + " of " + state.sources().size());
        }

        @Override
        public void gone(String nodeId) {
            told.add(nodeId + " gone");
        }
    });

    @Test
    void whoIsNotKnownToTheSourceAnyMoreIsGone() {
        ofCrawl.changed(node("n").met(new Met()).state());
        ofCrawl.changed(node("n").state());
        ofCrawl.changed(node("m").onlyMet(new Met()).state());
        ofCrawl.gone("m");

        assertThat(told).containsExactly("n of 1", "n gone", "m of 1", "m gone");
    }

    @Test
    void readersFindWhatTheSourceKnows() {
        InMemoryStates all = new InMemoryStates();
        all.put(node("reports"));
        all.put(node("both").met(new Met()));
        SelectedStates crawled = new SelectedStates(all, CatalogSource.CRAWLER);

        List<String> visited = new ArrayList<>();
        crawled.forEach(state -> visited.add(state.nodeId()));
        assertThat(visited).containsExactly("both");
        assertThat(crawled.find("reports")).isEmpty();
        assertThat(crawled.find("both")).hasValueSatisfying(state -> assertThat(state.session()).isNull());
    }
}
