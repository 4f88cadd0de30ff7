package io.starkbeat.agent.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a node reports, and how much of it: one of the specification's `telemetry_endpoints: Vec<(String, u8)>`.
///
/// @param uri `ws://…` or `wss://…`
/// @param verbosity 0 to 255; events above it are not sent there
public record TelemetryEndpoint(URI uri, int verbosity) {
    /// What Substrate's and Madara's flag means when it names no verbosity.
    public static final int DEFAULT_VERBOSITY = 0;

    static final int MAX_VERBOSITY = 255;

    private static final int MAX_PORT = 65_535;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    /// Checks what it is made of.
    ///
    /// @throws IllegalArgumentException when it is no such address or number; the message is for the operator
    public TelemetryEndpoint {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss") || uri.getHost() == null) {
            throw new IllegalArgumentException("the telemetry endpoint " + shown(uri)
                    + " is no WebSocket address such as wss://telemetry.example/submit");
        }
        if (uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "the telemetry endpoint " + shown(uri)
                            + " has a fragment (#…), which no WebSocket address may have");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("the port of the telemetry endpoint " + shown(uri) + " is "
                    + uri.getPort() + "; it must be 1 to " + MAX_PORT);
        }
        if (verbosity < 0 || verbosity > MAX_VERBOSITY) {
            throw new IllegalArgumentException("the verbosity of the telemetry endpoint " + shown(uri) + " is "
                    + verbosity + "; it must be 0 to " + MAX_VERBOSITY);
        }
    }

    /// Reads an endpoint as nodes' command lines have it: an address, and after white space its verbosity
    /// (`wss://telemetry.example/submit 1`; without one it is [#DEFAULT_VERBOSITY]).
    ///
    /// @throws IllegalArgumentException when it is none; the message is for the operator
    public static TelemetryEndpoint parse(String text) {
        var words = WHITE_SPACE.splitAsStream(text.strip()).toList();
        if (words.size() > 2 || words.getFirst().isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no telemetry endpoint such as 'wss://telemetry.example/submit 1'");
        }
        return of(words.getFirst(), words.size() == 1 ? DEFAULT_VERBOSITY : verbosity(words.getLast()));
    }

    /// An endpoint from an address and a verbosity.
    ///
    /// @throws IllegalArgumentException when they are none; the message is for the operator
    public static TelemetryEndpoint of(String address, int verbosity) {
        try {
            return new TelemetryEndpoint(new URI(address), verbosity);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException(
                    "the telemetry endpoint '" + address + "' is no address: " + wrong.getReason(), wrong);
        }
    }

    private static int verbosity(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("the telemetry verbosity '" + text + "' is no number", wrong);
        }
    }

    /// The address without user and password, which may be secrets.
    @Override
    public String toString() {
        return shown(uri);
    }

    private static String shown(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
    }
}
