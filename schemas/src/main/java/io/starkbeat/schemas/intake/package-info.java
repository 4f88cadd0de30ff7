/// What of a topic's records is what the topic carries, and why the rest is not: one rule for all who read.
@NullMarked
package io.starkbeat.schemas.intake;

import org.jspecify.annotations.NullMarked;
