/// The gateway: nodes report over WebSocket, Kafka keeps what they say.
@NullMarked
package io.starkbeat.gateway;

import org.jspecify.annotations.NullMarked;
