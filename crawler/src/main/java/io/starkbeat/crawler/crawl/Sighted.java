package io.starkbeat.crawler.crawl;

import io.starkbeat.schemas.peer.PeerSighting;

/// What a round found of a peer.
///
/// @param vouched whether it is worth telling others: it speaks one of Starknet's protocols, or, where nobody has met it yet,
///                the operator or two different peers name it. One peer's word for another is worth nothing.
public record Sighted(PeerSighting sighting, boolean vouched) {}
