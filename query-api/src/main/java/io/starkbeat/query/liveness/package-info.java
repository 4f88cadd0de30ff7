/// Whether a node is online, stale or offline, judged in pipeline time.
@NullMarked
package io.starkbeat.query.liveness;

import org.jspecify.annotations.NullMarked;
