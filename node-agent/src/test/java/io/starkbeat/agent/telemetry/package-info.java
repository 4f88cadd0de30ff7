@NullMarked
package io.starkbeat.agent.telemetry;

import org.jspecify.annotations.NullMarked;
