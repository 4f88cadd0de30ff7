package io.starkbeat.standalone.demo;

import java.net.URI;
import java.util.List;

/// What a [DemoNetwork] shall be.
///
/// @param gateway where its nodes report, `ws://host:port/path`
/// @param peerIds of its nodes, one for each ([Identities])
/// @param seed of all chance in it: the same seed, the same leaves of the same nodes, as far as time allows
public record DemoConfig(URI gateway, List<String> peerIds, long seed, Liveliness liveliness) {
    public DemoConfig {
        peerIds = List.copyOf(peerIds);
    }
}
