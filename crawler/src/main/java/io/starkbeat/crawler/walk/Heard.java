package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.util.List;
import java.util.Optional;

/// A peer that was named in a round and not met.
///
/// @param addresses where it was said to be
/// @param reporters how many different peers named it, at most 4
/// @param trusted   whether the operator named it, or an earlier round had met it
/// @param dialled   whether an address of its was dialled
/// @param failure   how the last dial ended
public record Heard(PeerId peer, List<String> addresses, int reporters, boolean trusted, boolean dialled,
        Optional<Failure> failure) {}
