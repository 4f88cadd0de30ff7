/// What every service has and none should write twice; here, the one way in which a start fails.
@NullMarked
package io.starkbeat.kit;

import org.jspecify.annotations.NullMarked;
