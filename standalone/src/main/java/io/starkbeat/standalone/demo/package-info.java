/// A network of simulated nodes that report to a gateway as real ones would, so that a newcomer sees something live.
@NullMarked
package io.starkbeat.standalone.demo;

import org.jspecify.annotations.NullMarked;
