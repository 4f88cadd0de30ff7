/// A real Kafka (KRaft, 1 to N nodes) inside the process: for the whole pipeline in one process, and for integration
/// tests.
@NullMarked
package io.starkbeat.embedded;

import org.jspecify.annotations.NullMarked;
