@NullMarked
package io.starkbeat.agent;

import org.jspecify.annotations.NullMarked;
