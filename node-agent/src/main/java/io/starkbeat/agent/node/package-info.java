/// What a node tells over its own JSON-RPC API, its subscriptions and its metrics page, whichever client it is.
@NullMarked
package io.starkbeat.agent.node;

import org.jspecify.annotations.NullMarked;
