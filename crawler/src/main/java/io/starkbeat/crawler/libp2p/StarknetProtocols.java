package io.starkbeat.crawler.libp2p;

import java.util.List;

/// The names under which Starknet's nodes speak the same two protocols, by client and age; all are offered, the newest first.
public final class StarknetProtocols {
    private StarknetProtocols() {}

    /// Kademlia: the specification's and newer Juno's, then Pathfinder's, the sequencer's and Juno's of early 2025, then the
    /// oldest, which does not name its chain.
    ///
    /// @param chain `SN_MAIN`, `SN_SEPOLIA` or a private network's name
    public static List<String> kad(String chain) {
        return List.of("/starknet/" + chain + "/sync/kad/1.0.0", "/starknet/kad/" + chain + "/1.0.0",
                "/starknet/kad/1.0.0");
    }

    /// Block headers.
    public static List<String> headers(String chain) {
        return List.of("/starknet/" + chain + "/sync/headers/0.1.0-rc.0", "/starknet/headers/0.1.0-rc.0");
    }
}
