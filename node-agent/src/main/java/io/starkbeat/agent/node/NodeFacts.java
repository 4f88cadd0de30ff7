package io.starkbeat.agent.node;

import java.util.Optional;

/// Who a node says it is.
///
/// @param client the software, where the node has a call that tells it
/// @param version of the software
/// @param specVersion of its JSON-RPC API
/// @param network the chain id as a text, for example `SN_MAIN`
public record NodeFacts(Optional<String> client, Optional<String> version, String specVersion, String network) {}
