/// What telemetry and crawl tell of a node, put together: which of them is to be believed on what, and where they contradict
/// each other.
@NullMarked
package io.starkbeat.query.picture;

import org.jspecify.annotations.NullMarked;
