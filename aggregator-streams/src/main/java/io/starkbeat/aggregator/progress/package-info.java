/// Pipeline time: how far the input is folded, measured and published per partition.
@NullMarked
package io.starkbeat.aggregator.progress;

import org.jspecify.annotations.NullMarked;
