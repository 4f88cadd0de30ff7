package io.starkbeat.agent.telemetry;

/// What goes through a service's channel, in one order.
sealed interface ChannelItem permits TelemetryEvent, ChannelItem.Forget {

    /// What was said under this `msg` is not to be said again.
    record Forget(String msg) implements ChannelItem {}
}
