/// The node's side of telemetry as the specification draws it, for any Java program to embed: `TelemetryService`,
/// `TelemetryHandle`, `TelemetryEvent`. It needs the JDK, SLF4J's API and Jackson, nothing else of ours.
@NullMarked
package io.starkbeat.agent.telemetry;

import org.jspecify.annotations.NullMarked;
