/// How a service is: checks that say whether it lives and whether it can serve.
@NullMarked
package io.starkbeat.kit.health;

import org.jspecify.annotations.NullMarked;
