/// The Kafka topics in which services meet: their names, keys, clean-up and partitioning.
@NullMarked
package io.starkbeat.schemas.topic;

import org.jspecify.annotations.NullMarked;
