package io.starkbeat.crawler.walk;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// What a walk wants to have done next.
public sealed interface Step {
    /// Dial an address and let whoever answers prove who it is. Its end is told by [Frontier#proven] or [Frontier#failed].
    ///
    /// @param claimed who is said to be there
    record Dial(InetSocketAddress address, Optional<PeerId> claimed) implements Step {}

    /// Find the addresses that a name means. Its end is told by [Frontier#resolved].
    record Lookup(Multiaddr name) implements Step {}

    /// Nothing can be done for a while, unless something that is under way ends before.
    record Wait(Duration time) implements Step {}

    /// Nothing can be done before something that is under way ends.
    record Idle() implements Step {}

    /// The round is over: nobody is left whom it may dial.
    record Done() implements Step {}
}
