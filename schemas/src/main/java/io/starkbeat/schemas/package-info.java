@NullMarked
package io.starkbeat.schemas;

import org.jspecify.annotations.NullMarked;
