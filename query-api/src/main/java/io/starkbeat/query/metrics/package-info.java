/// What the service counts and measures, with the identities that hold among the meters.
@NullMarked
package io.starkbeat.query.metrics;

import org.jspecify.annotations.NullMarked;
