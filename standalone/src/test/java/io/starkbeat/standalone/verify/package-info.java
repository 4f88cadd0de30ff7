@NullMarked
package io.starkbeat.standalone.verify;

import org.jspecify.annotations.NullMarked;
