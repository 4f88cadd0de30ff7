/// The folded picture of one node, as the topic `node-state` carries it.
@NullMarked
package io.starkbeat.schemas.node;

import org.jspecify.annotations.NullMarked;
