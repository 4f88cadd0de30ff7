package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;

/// An address that a name means.
///
/// @param peer who is said to be there, where a list of addresses (`dnsaddr`) says so
public record Target(InetSocketAddress address, Optional<PeerId> peer) {}
