package io.starkbeat.agent.telemetry;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a [TelemetryService] shall be; [#of] and `with…` make one.
///
/// @param noTelemetry whether nobody is told anything, whatever the endpoints
/// @param endpoints where to report
/// @param channel events that wait between senders and the service; more are dropped
/// @param outbox events that wait for one endpoint; more are dropped for it
/// @param firstRetry the wait before the first new attempt to connect, give or take half of it; each further wait is twice
///                   as long
/// @param slowestRetry the longest such wait
/// @param headers of the handshake, for example `User-Agent` or `Authorization`
/// @param listener is told of connections
/// @param client makes the connections; null has the service make and end one of its own. Many services of one process
///               share one, since each has a thread
public record TelemetryConfig(boolean noTelemetry, List<TelemetryEndpoint> endpoints, int channel, int outbox,
        Duration firstRetry, Duration slowestRetry, Map<String, String> headers, TelemetryListener listener,
        @Nullable HttpClient client) {

    /// The specification's channel.
    public static final int DEFAULT_CHANNEL = 1_024;

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    private static final TelemetryConfig USUAL = new TelemetryConfig(false, List.of(), DEFAULT_CHANNEL, DEFAULT_CHANNEL,
            Duration.ofSeconds(1), Duration.ofMinutes(5), Map.of("User-Agent", "starkbeat-telemetry"),
            TelemetryListener.NONE, null);

    /// Checks what it is made of.
    ///
    /// @throws IllegalArgumentException when a bound, the retries or a header make no sense; the message never has a header's
    ///                                  value, which may be a secret
    public TelemetryConfig {
        endpoints = List.copyOf(endpoints);
        headers = Map.copyOf(headers);
        headers.forEach(TelemetryConfig::requireHeader);
        if (outbox < 1) {
            throw new IllegalArgumentException("an outbox holds at least one event, not " + outbox);
        }
        if (firstRetry.toMillis() < 1 || slowestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("retries wait 1 ms or more, and the slowest no less than the first");
        }
    }

    /// As RFC 9110 has them (5.1, 5.5), without what is no ASCII: else each attempt to connect would fail.
    private static void requireHeader(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a header");
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the header " + name
                    + " has a character that no header may have, such as a line's end; only printable ASCII may be in it");
        }
    }

    /// To these endpoints, with the usual bounds and retries from 1 s to 5 min; to none means no telemetry.
    public static TelemetryConfig of(TelemetryEndpoint... endpoints) {
        return USUAL.withEndpoints(List.of(endpoints));
    }

    /// The same with other endpoints.
    public TelemetryConfig withEndpoints(List<TelemetryEndpoint> others) {
        return new TelemetryConfig(noTelemetry, others, channel, outbox, firstRetry, slowestRetry, headers, listener,
                client);
    }

    /// The same, telling anybody or nobody.
    public TelemetryConfig withNoTelemetry(boolean nobody) {
        return new TelemetryConfig(nobody, endpoints, channel, outbox, firstRetry, slowestRetry, headers, listener,
                client);
    }

    /// The same with other bounds.
    public TelemetryConfig withBounds(int ofChannel, int ofOutbox) {
        return new TelemetryConfig(noTelemetry, endpoints, ofChannel, ofOutbox, firstRetry, slowestRetry, headers,
                listener, client);
    }

    /// The same with other waits between attempts to connect.
    public TelemetryConfig withRetries(Duration first, Duration slowest) {
        return new TelemetryConfig(noTelemetry, endpoints, channel, outbox, first, slowest, headers, listener, client);
    }

    /// The same with other headers of the handshake.
    public TelemetryConfig withHeaders(Map<String, String> others) {
        return new TelemetryConfig(noTelemetry, endpoints, channel, outbox, firstRetry, slowestRetry, others, listener,
                client);
    }

    /// The same with another listener.
    public TelemetryConfig withListener(TelemetryListener other) {
        return new TelemetryConfig(noTelemetry, endpoints, channel, outbox, firstRetry, slowestRetry, headers, other,
                client);
    }

    /// The same on a client of the embedder's, who ends it after the service.
    public TelemetryConfig withClient(HttpClient shared) {
        return new TelemetryConfig(noTelemetry, endpoints, channel, outbox, firstRetry, slowestRetry, headers, listener,
                shared);
    }
}
