/// The live feed: what changes among the nodes, told to those who subscribed to it.
@NullMarked
package io.starkbeat.query.feed;

import org.jspecify.annotations.NullMarked;
