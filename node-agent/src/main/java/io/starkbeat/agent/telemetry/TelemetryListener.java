package io.starkbeat.agent.telemetry;

/// What an embedder may want to know of a service's connections. Called on the service's threads, one call at a time for
/// each endpoint: it returns at once, and what it throws is logged.
public interface TelemetryListener {
    /// Wants to know nothing.
    TelemetryListener NONE = new TelemetryListener() {
    };

    /// A connection stands; what is known is sent next.
    default void connected(TelemetryEndpoint endpoint) {}

    /// A connection that stood has ended.
    ///
    /// @param reason a sentence for a person
    default void disconnected(TelemetryEndpoint endpoint, String reason) {}

    /// The endpoint did not take something; every frame, also those that the service logs no more.
    default void refused(TelemetryEndpoint endpoint, ErrorFrame frame) {}
}
