package io.starkbeat.agent.telemetry;

import java.util.Map;

/// What became of the events of a service so far.
///
/// Each event that [TelemetryHandle#send] was called with is in `queued` or in one of the drops of the channel. Of each
/// endpoint, what passed the channel and is within its verbosity is `offered = sent + superseded + outboxFull + waiting`.
/// Alert on `channelFull`: the program sends more than this machine can handle.
///
/// @param queued events that the channel took
/// @param channelFull events dropped since the channel was full
/// @param invalid events dropped since they were no message, or one that is no JSON
/// @param endpoints by the endpoint's address
public record TelemetryCounts(long queued, long channelFull, long invalid,
        Map<TelemetryEndpoint, OfEndpoint> endpoints) {
    /// The same for one endpoint.
    ///
    /// @param offered events within the endpoint's verbosity
    /// @param sent events written to its socket, each by itself
    /// @param superseded events that were not sent by themselves since there was no connection, or it ended before, or how
    ///                   things stand was still to be said on it; what they told is sent after the next connect, as far as no
    ///                   later event said it anew and it was not forgotten
    /// @param outboxFull events dropped since the endpoint does not read; what they told is sent in the same way as soon as
    ///                   it reads again
    /// @param waiting events in its outbox now
    /// @param repeats messages that say once more how things stand, after a connect or after a drop
    /// @param connects how often a connection was made
    public record OfEndpoint(long offered, long sent, long superseded, long outboxFull, long waiting, long repeats,
            long connects) {}

    public TelemetryCounts {
        endpoints = Map.copyOf(endpoints);
    }
}
