package io.starkbeat.crawler.libp2p.peerid;

/// The bytes are no public key, or one of a kind or size that is not taken.
public final class KeyException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyException(String message) {
        super(message, null, false, false);
    }
}
