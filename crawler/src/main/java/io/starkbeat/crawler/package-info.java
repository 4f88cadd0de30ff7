/// The crawler as a service: meets nodes over p2p, and tells what it found on the topic `node-sightings`.
@NullMarked
package io.starkbeat.crawler;

import org.jspecify.annotations.NullMarked;
