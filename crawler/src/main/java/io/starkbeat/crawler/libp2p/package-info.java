/// A libp2p dialer: as much of the protocol as a crawler speaks, and no peer's word taken on trust ([Dialer]).
@NullMarked
package io.starkbeat.crawler.libp2p;

import org.jspecify.annotations.NullMarked;
