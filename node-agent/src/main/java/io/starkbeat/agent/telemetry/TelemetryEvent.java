package io.starkbeat.agent.telemetry;

import java.util.Map;

/// Something that a node tells, as the specification's `TelemetryEvent`.
///
/// @param verbosity 0 to 255 ([TelemetryEndpoint]); an endpoint takes what is not above its own
/// @param message what becomes the `payload`; its `msg` says what kind of message it is. It is not copied: who sends it
///                does not change it afterwards
/// @param at when it was sent, in milliseconds since 1970 by the node's clock; goes out as `ts`
public record TelemetryEvent(int verbosity, Map<String, ?> message, long at) implements ChannelItem {}
