/// Round trips (ping specification).
@NullMarked
package io.starkbeat.crawler.libp2p.ping;

import org.jspecify.annotations.NullMarked;
