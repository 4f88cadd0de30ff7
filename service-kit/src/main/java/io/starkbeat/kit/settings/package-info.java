/// Typed settings, read once from an environment that the caller hands in.
@NullMarked
package io.starkbeat.kit.settings;

import org.jspecify.annotations.NullMarked;
