/// The gateway's numbers and what they have to add up to.
@NullMarked
package io.starkbeat.gateway.metrics;

import org.jspecify.annotations.NullMarked;
