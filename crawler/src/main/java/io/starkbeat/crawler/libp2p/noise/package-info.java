/// Noise, as libp2p uses it: the peer proves who it is, and what follows is secret.
@NullMarked
package io.starkbeat.crawler.libp2p.noise;

import org.jspecify.annotations.NullMarked;
