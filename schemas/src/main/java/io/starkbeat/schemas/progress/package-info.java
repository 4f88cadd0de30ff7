/// How far the fold of the input has come, in time.
@NullMarked
package io.starkbeat.schemas.progress;

import org.jspecify.annotations.NullMarked;
