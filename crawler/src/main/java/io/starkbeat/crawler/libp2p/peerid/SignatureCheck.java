package io.starkbeat.crawler.libp2p.peerid;

/// Checks signatures by one public key.
interface SignatureCheck {
    boolean verifies(byte[] message, byte[] signature);
}
