/// The JUnit 5 extension that gives all integration tests of a module one Kafka. JUnit is an optional dependency: only
/// tests may use this package.
@NullMarked
package io.starkbeat.embedded.junit;

import org.jspecify.annotations.NullMarked;
