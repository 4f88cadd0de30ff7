package io.starkbeat.kit.kafka;

import io.starkbeat.schemas.topic.Topic;
import io.starkbeat.schemas.topic.Topic.Partitioning;
import java.util.Map;
import java.util.Set;

/// Topics that exist, with the partitions that they have: by creation or because an operator wanted it so.
///
/// @param partitions number of partitions by topic
/// @param created    those of them that this call created
public record ProvisionedTopics(Map<Topic, Integer> partitions, Set<Topic> created) {
    public ProvisionedTopics {
        partitions = Map.copyOf(partitions);
        created = Set.copyOf(created);
    }

    /// Partitions of a topic.
    ///
    /// @throws IllegalArgumentException if it was not asked for
    public int partitions(Topic topic) {
        Integer count = partitions.get(topic);
        if (count == null) {
            throw new IllegalArgumentException(topic + " was not among the provisioned topics");
        }
        return count;
    }

    /// Partitions of each joined topic; they all have the same number.
    ///
    /// @throws IllegalStateException if no joined topic was asked for
    public int joinedPartitions() {
        return partitions.entrySet()
                .stream()
                .filter(entry -> entry.getKey().partitioning() == Partitioning.JOINED)
                .mapToInt(Map.Entry::getValue)
                .findAny()
                .orElseThrow(() -> new IllegalStateException("no joined topic was provisioned"));
    }
}
