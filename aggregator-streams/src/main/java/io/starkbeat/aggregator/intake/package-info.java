/// What of the topics' records is folded, and what becomes of the rest: counted, and passed over.
@NullMarked
package io.starkbeat.aggregator.intake;

import org.jspecify.annotations.NullMarked;
