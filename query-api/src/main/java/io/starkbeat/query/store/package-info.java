/// The full copy of the topic `node-state` and the one class that reads it through Kafka Streams.
@NullMarked
package io.starkbeat.query.store;

import org.jspecify.annotations.NullMarked;
