/// One socket's life as records: a plain state machine without Vert.x and without Kafka, and what surrounds a message.
@NullMarked
package io.starkbeat.gateway.session;

import org.jspecify.annotations.NullMarked;
