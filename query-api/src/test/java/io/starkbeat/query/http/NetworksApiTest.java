package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.node;
import static io.starkbeat.query.http.ServedApi.json;
import static io.starkbeat.query.http.ServedApi.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Networks, over a real socket.
class NetworksApiTest {
    private final ServedApi api = ServedApi.withFiveNodes();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void networksAreTheirNodesCounted() throws Exception {
        String main = """
                {"network": "SN_MAIN", "nodes": 3, "statuses": {"online": 2, "stale": 0, "offline": 1},
                 "clients": {"Juno": 2, "Pathfinder": 1},
                 "versions": [{"client": "Juno", "version": "0.14.2", "nodes": 1},
                              {"client": "Juno", "version": "0.15.0", "nodes": 1},
                              {"client": "Pathfinder", "version": "0.15.0", "nodes": 1}],
                 "capabilities": {"FullNode": 1, "Sequencer": 1}, "countries": {"DE": 1, "FR": 1},
                 "bestBlock": 97, "medianLag": 0, "shareOnBestBlock": 1.0}
                """;
        assertThat(json(api.get("/api/networks/SN_MAIN"))).isEqualTo(RecordMapper.mapper().readTree(main));

        api.states().put(node("f").at("SN_MAIN", 96).from("five"));
        api.states().put(node("g").at("SN_MAIN", 90).from("six"));
        api.states().put(node("h").with(Field.NETWORK_NAME, "my/net ü").with(Field.VERSION, "1").ended());
        Awaitility.await().untilAsserted(() -> {
            JsonNode all = json(api.get("/api/networks"));
            assertThat(all).extracting(each -> each.get("network").asText())
                    .containsExactly("SN_MAIN", "SN_SEPOLIA", "my/net ü");
            assertThat(all.get(0).get("medianLag").asInt()).isZero();
            assertThat(all.get(0).get("shareOnBestBlock").asDouble()).isEqualTo(0.5);
            assertThat(all.get(2)).isEqualTo(RecordMapper.mapper().readTree("""
                    {"network": "my/net ü", "nodes": 1, "statuses": {"online": 0, "stale": 0, "offline": 1},
                     "clients": {}, "versions": [{"version": "1", "nodes": 1}], "capabilities": {}, "countries": {}}
                    """));
            assertThat(json(api.get("/api/networks/my%2Fnet%20%C3%BC"))).isEqualTo(all.get(2));
        });
    }

    @Test
    void aNetworkThatNobodyNamesIsUnknown() throws Exception {
        JsonNode problem = problem(api.get("/api/networks/sn_main"), 404);

        assertThat(problem.get("type").asText()).isEqualTo("urn:starkbeat:problem:unknown-network");
        assertThat(problem.get("detail").asText()).contains("sn_main");
    }
}
