package io.starkbeat.crawler.walk;

import java.time.Duration;

/// What one round may cost others and us. "Failed" are dials that are not answered by the peer that was claimed to be there;
/// those under way count until they are answered, so that no burst gets past a limit.
///
/// @param concurrency             conversations at a time
/// @param peers                   of which the walk keeps note
/// @param addressesOfPeer         of each that are taken up, the first ones
/// @param addressesByReporter     of them that one peer may bring up, so that it cannot take all places
/// @param dialsForPeer            addresses that are tried for one peer
/// @param newPeersByReporter      that one peer may bring up
/// @param failedByReporter        dials that fail on one peer's word; after that its word alone counts for nothing
/// @param dialsInNeighbourhood    dials within a public /24 (IPv6: /48)
/// @param failedInNeighbourhood   those of them that fail, on strangers' word
/// @param failedAtHost            those of them that fail at one IP address
/// @param rest                    between two connections to a peer, and to an address, in one round or in two
public record WalkLimits(int concurrency, int peers, int addressesOfPeer, int addressesByReporter, int dialsForPeer,
        int newPeersByReporter,
        int failedByReporter, int dialsInNeighbourhood, int failedInNeighbourhood, int failedAtHost, Duration rest) {

    /// The usual ones. A table of twenty peers a bucket holds some 200 in a network of 10,000, so honest reporters never come
    /// near 512; of their neighbours many may be gone, and others mostly name them too. Pathfinder takes one connection in
    /// 30 s.
    public static WalkLimits of(int concurrency) {
        return new WalkLimits(concurrency, 10_000, 16, 4, 8, 512, 32, 256, 64, 8, Duration.ofSeconds(30));
    }

    public WalkLimits withRest(Duration newRest) {
        return new WalkLimits(concurrency, peers, addressesOfPeer, addressesByReporter, dialsForPeer,
                newPeersByReporter, failedByReporter,
                dialsInNeighbourhood, failedInNeighbourhood, failedAtHost, newRest);
    }

    public WalkLimits withPeers(int newPeers) {
        return new WalkLimits(concurrency, newPeers, addressesOfPeer, addressesByReporter, dialsForPeer,
                newPeersByReporter,
                failedByReporter, dialsInNeighbourhood, failedInNeighbourhood, failedAtHost, rest);
    }
}
