package io.starkbeat.embedded.junit;

/// The Kafka that a test class works with: shared with the other classes, so each keeps to names with its own
/// [#uniquePrefix()]. A parameter of a constructor, a life-cycle method or a test in a class that is marked
/// [WithKafka].
///
/// Tests that stop nodes start an [io.starkbeat.embedded.EmbeddedKafka] of their own.
public sealed interface KafkaCluster permits SharedKafka, GivenKafka {

    /// Where clients connect, as `host:port` separated by commas.
    String bootstrapServers();

    /// What the names of topics, groups, transactional ids and applications of this test class begin with; ends with a
    /// full stop, and is another one in the next run. The same for a class and the classes nested in it.
    String uniquePrefix();
}
