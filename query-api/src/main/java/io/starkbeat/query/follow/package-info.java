/// Reading a topic for as long as the service lives, beside Kafka Streams.
@NullMarked
package io.starkbeat.query.follow;

import org.jspecify.annotations.NullMarked;
