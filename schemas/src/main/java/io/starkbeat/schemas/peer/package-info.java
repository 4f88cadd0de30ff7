/// The libp2p identity of a node, and what a crawler saw of it.
@NullMarked
package io.starkbeat.schemas.peer;

import org.jspecify.annotations.NullMarked;
