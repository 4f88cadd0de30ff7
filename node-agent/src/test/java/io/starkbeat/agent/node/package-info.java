/// What a node is asked and how it is listened to, over real sockets.
@NullMarked
package io.starkbeat.agent.node;

import org.jspecify.annotations.NullMarked;
