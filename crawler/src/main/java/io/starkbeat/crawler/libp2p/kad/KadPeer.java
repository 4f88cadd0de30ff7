package io.starkbeat.crawler.libp2p.kad;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.schemas.peer.PeerId;
import java.util.List;

/// A peer that another one told of; nothing of it is proved.
///
/// @param addresses where it is said to be, at most [FindNode#MAX_ADDRESSES], maybe none
public record KadPeer(PeerId id, List<Multiaddr> addresses) {
    public KadPeer {
        addresses = List.copyOf(addresses);
    }
}
