/// Starknet's block headers, as far as they tell how high a peer's chain is.
@NullMarked
package io.starkbeat.crawler.libp2p.headers;

import org.jspecify.annotations.NullMarked;
