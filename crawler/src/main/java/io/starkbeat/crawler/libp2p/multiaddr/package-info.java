/// Multiaddrs: where peers say that they can be reached.
@NullMarked
package io.starkbeat.crawler.libp2p.multiaddr;

import org.jspecify.annotations.NullMarked;
