/// The walk through a DHT as a plain state: whom to dial next, and whom not. It knows neither sockets nor Kafka nor clocks.
@NullMarked
package io.starkbeat.crawler.walk;

import org.jspecify.annotations.NullMarked;
