package io.starkbeat.schemas.topic;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.utils.Utils;

/// In which partition a key lies: the one that a Kafka producer chooses for the key by default, so that records keyed by
/// session and records keyed by peer id meet where the session is placed by its peer id.
public final class KeyPartition {
    private KeyPartition() {}

    /// The partition in which records of this key lie.
    ///
    /// @param key        a session id or a peer id
    /// @param partitions how many partitions the topic has
    /// @return the partition, from 0
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
