/// The command line: everything in one process, or one service alone.
@NullMarked
package io.starkbeat.standalone;

import org.jspecify.annotations.NullMarked;
