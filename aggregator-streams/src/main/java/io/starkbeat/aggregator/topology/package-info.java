/// The fold as a Kafka Streams topology: sources, stores, the processor of nodes and its upkeep.
@NullMarked
package io.starkbeat.aggregator.topology;

import org.jspecify.annotations.NullMarked;
