package io.starkbeat.crawler.libp2p.peerid;

import io.starkbeat.schemas.peer.PeerId;

/// Who we are to a peer: a key pair that never leaves the process.
public interface Identity {
    PublicKey publicKey();

    byte[] sign(byte[] message);

    default PeerId peerId() {
        return publicKey().peerId();
    }
}
