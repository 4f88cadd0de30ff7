/// Tests of the demo network; its sockets are real, its gateway is a server of the test.
@NullMarked
package io.starkbeat.standalone.demo;

import org.jspecify.annotations.NullMarked;
