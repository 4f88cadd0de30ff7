/// The aggregator: folds what nodes reported, session by session, into the state of every node.
@NullMarked
package io.starkbeat.aggregator;

import org.jspecify.annotations.NullMarked;
