package io.starkbeat.embedded.junit;

/// One test class's view of the Kafka that all classes of the module share, and that ends with them.
record SharedKafka(String bootstrapServers, String uniquePrefix) implements KafkaCluster {}
