/// What a peer tells of itself (identify specification).
@NullMarked
package io.starkbeat.crawler.libp2p.identify;

import org.jspecify.annotations.NullMarked;
