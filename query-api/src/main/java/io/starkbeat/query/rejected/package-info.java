/// What was rejected lately, so that whoever runs a node can mend it.
@NullMarked
package io.starkbeat.query.rejected;

import org.jspecify.annotations.NullMarked;
