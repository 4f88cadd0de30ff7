/// Tests of the whole: the laws of the code, the pipeline in one process, and the command line as a user meets it.
@NullMarked
package io.starkbeat.standalone;

import org.jspecify.annotations.NullMarked;
