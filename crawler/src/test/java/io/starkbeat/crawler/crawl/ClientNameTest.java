package io.starkbeat.crawler.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientNameTest {
    @ParameterizedTest
    @CsvSource({"juno/0.15.0,Juno,0.15.0", "JUNO/v0.15.0,Juno,v0.15.0",
            "pathfinder/v0.22.0-rc.1,Pathfinder,v0.22.0-rc.1",
            "Juno/0.15.0 linux/amd64,Juno,0.15.0", "0.14.1,,0.14.1", "v0.14.1,,v0.14.1", "go-libp2p,go-libp2p,",
            "madara/0.8/extra,Madara,0.8", "'',,", "'   ',,", "///,,", "'/1.0',,"})
    void agentsAreRead(String agent, String type, String version) {
        assertThat(ClientName.of(agent))
                .isEqualTo(new ClientName(Optional.ofNullable(type), Optional.ofNullable(version)));
    }

    @Test
    void whatIsTooLongIsNone() {
        assertThat(ClientName.of("x".repeat(1000) + "/" + "1".repeat(1000)))
                .isEqualTo(new ClientName(Optional.empty(), Optional.empty()));
    }

    @Test
    void chainsAreReadFromBothFormsOfKademliasNames() {
        assertThat(ChainName.of(List.of("/ipfs/id/1.0.0", "/starknet/SN_MAIN/sync/kad/1.0.0"))).contains("SN_MAIN");
        assertThat(ChainName.of(List.of("/starknet/kad/MY_NET/1.0.0"))).contains("MY_NET");
        assertThat(ChainName.of(List.of("/starknet/kad/1.0.0"))).isEmpty();
        assertThat(ChainName.of(List.of("/starknet/kad/A/1.0.0", "/starknet/B/sync/kad/1.0.0"))).isEmpty();
    }
}
