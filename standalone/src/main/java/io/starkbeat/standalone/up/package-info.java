/// What `up` adds to the services: their broker, the data folder, the demo network, and words for the person who waits.
@NullMarked
package io.starkbeat.standalone.up;

import org.jspecify.annotations.NullMarked;
