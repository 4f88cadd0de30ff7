package io.starkbeat.crawler.walk;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A place in Kademlia's space, in which a peer lies at the SHA-256 of its id's bytes (kad-dht specification, "Distance").
final class KadKey {
    static final int BITS = 256;

    private final byte[] hash;

    private KadKey(byte[] hash) {
        this.hash = hash;
    }

    /// Where these bytes, a peer id's or a target's, lie.
    static KadKey of(byte[] preimage) {
        try {
            return new KadKey(MessageDigest.getInstance("SHA-256").digest(preimage));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// How many leading bits both have in common: the number of the bucket in which one of them keeps the other.
    int commonPrefix(KadKey other) {
        int differsIn = Arrays.mismatch(hash, other.hash);
        if (differsIn < 0) {
            return BITS;
        }
        return differsIn * 8 + Integer.numberOfLeadingZeros((hash[differsIn] ^ other.hash[differsIn]) & 0xff) - 24;
    }
}
