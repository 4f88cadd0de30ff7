package io.starkbeat.gateway.session;

/// Whether the sessions of one address may go by a peer id. Thread-safe.
public interface PeerIdClaims {
    /// Claims a peer id for a session.
    ///
    /// @param peerId in base58
    /// @return whether the session may go by it; then [#end] has to follow
    boolean claim(String peerId);

    /// The session that claimed the peer id has ended.
    void end(String peerId);

    /// Why a claim is refused, in words for the sender.
    String refusal();
}
