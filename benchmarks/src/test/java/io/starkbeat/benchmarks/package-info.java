/// Tests of the measuring itself, against a server of the test that shows what it is told after a known time.
@NullMarked
package io.starkbeat.benchmarks;

import org.jspecify.annotations.NullMarked;
