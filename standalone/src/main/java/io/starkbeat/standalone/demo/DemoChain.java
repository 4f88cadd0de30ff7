package io.starkbeat.standalone.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// The chain that demo nodes follow: a pure function of time, so that the height goes on where it should after a
/// restart, and every node, in whatever process, sees the same blocks.
///
/// @param genesis when block 0 was made
/// @param interval the mean time between two blocks; a block comes up to a fifth of it early or late
record DemoChain(Instant genesis, Duration interval) {

    /// Long ago enough that the heights look like those of a chain with users.
    static final Instant GENESIS = Instant.parse("2025-01-01T00:00:00Z");

    /// Ethereum's slot time, and about its height at [#GENESIS].
    private static final Duration L1_SLOT = Duration.ofSeconds(12);
    private static final long L1_HEIGHT_AT_GENESIS = 21_525_890;

    /// The part of the interval by which a block is early or late at most.
    private static final double JITTER = 0.2;

    /// A block, or a slot of the layer below, which has no transactions of ours.
    ///
    /// @param hash `0x` and hex digits; a Starknet hash has at most 252 bits, so 63 digits
    /// @param events emitted by all of its transactions
    /// @param messages sent to L1
    record Block(long number, String hash, int transactions, int events, int messages) {}

    /// The newest block at a time.
    long heightAt(Instant time) {
        var about = Math.max(0, Duration.between(genesis, time).toMillis() / interval.toMillis());
        // Jitter is less than half an interval: the newest block is the one before, this one, or the one after.
        for (var number = about + 1; number > Math.max(0, about - 1); number--) {
            if (!madeAt(number).isAfter(time)) {
                return number;
            }
        }
        return Math.max(0, about - 1);
    }

    /// When a block is made.
    Instant madeAt(long number) {
        var offset = (random(number).nextDouble() * 2 - 1) * JITTER * interval.toMillis();
        return genesis.plusMillis(number * interval.toMillis() + Math.round(offset));
    }

    Block block(long number) {
        var random = random(number).split();
        var transactions = 20 + random.nextInt(220);
        var events = transactions * 6 + random.nextInt(transactions * 3);
        return new Block(number, hash("l2", number, 63), transactions, events, random.nextInt(5));
    }

    /// The L1's newest block at a time; only number and hash mean anything.
    Block l1At(Instant time) {
        var number = L1_HEIGHT_AT_GENESIS + Duration.between(GENESIS, time).toMillis() / L1_SLOT.toMillis();
        return new Block(number, hash("l1", number, 64), 0, 0, 0);
    }

    private static SplittableRandom random(long number) {
        return new SplittableRandom(number * 0x9E3779B97F4A7C15L);
    }

    private static String hash(String chain, long number, int digits) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(chain.getBytes(StandardCharsets.UTF_8));
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
            return "0x" + HexFormat.of().formatHex(sha.digest()).substring(64 - digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
