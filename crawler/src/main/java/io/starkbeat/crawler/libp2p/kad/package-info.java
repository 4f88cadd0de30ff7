/// Kademlia: which peers a peer knows (kad-dht specification).
@NullMarked
package io.starkbeat.crawler.libp2p.kad;

import org.jspecify.annotations.NullMarked;
