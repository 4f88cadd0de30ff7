package io.starkbeat.query.rpc;

/// What a request is called by who sent it: a text, a number or null. It goes back as it came, character by character, since
/// whatever was read out of it and written again might be another number to who waits for it.
///
/// @param json as it was sent
record RpcId(String json) {
    /// Also what answers a request whose id could not be found out.
    static final RpcId NULL = new RpcId("null");
}
