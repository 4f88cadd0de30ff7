/// The wire: TCP connections and DNS, by Netty, with an end to every wait.
@NullMarked
package io.starkbeat.crawler.libp2p.tcp;

import org.jspecify.annotations.NullMarked;
