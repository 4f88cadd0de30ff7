/// The way to Kafka: one thread that sends, and a byte budget for what is received and not yet acknowledged.
@NullMarked
package io.starkbeat.gateway.publish;

import org.jspecify.annotations.NullMarked;
