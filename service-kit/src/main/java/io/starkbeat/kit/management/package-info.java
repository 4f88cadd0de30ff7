/// The management server of a process: health, status and metrics over HTTP.
@NullMarked
package io.starkbeat.kit.management;

import org.jspecify.annotations.NullMarked;
