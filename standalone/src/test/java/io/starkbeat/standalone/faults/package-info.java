/// Processes of the pipeline die, one after the other, while nodes report; the picture has to stay true.
@NullMarked
package io.starkbeat.standalone.faults;

import org.jspecify.annotations.NullMarked;
