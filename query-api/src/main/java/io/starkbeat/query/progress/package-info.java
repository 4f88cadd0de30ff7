/// How far the pipeline has come, in time: the clock by which nodes are judged.
@NullMarked
package io.starkbeat.query.progress;

import org.jspecify.annotations.NullMarked;
