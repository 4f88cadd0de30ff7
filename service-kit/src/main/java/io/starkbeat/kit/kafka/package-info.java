/// How services meet Kafka: client settings made on purpose, topics, and whether the cluster answers.
@NullMarked
package io.starkbeat.kit.kafka;

import org.jspecify.annotations.NullMarked;
