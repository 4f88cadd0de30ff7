package io.starkbeat.embedded.junit;

/// One test class's view of the embedded Kafka that all classes of the module share.
record SharedEmbeddedKafka(String bootstrapServers, String uniquePrefix) implements KafkaCluster {}
