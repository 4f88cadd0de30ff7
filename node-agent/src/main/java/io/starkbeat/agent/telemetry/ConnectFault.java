package io.starkbeat.agent.telemetry;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Why no connection could be made, as a sentence for the operator that says what to change.
///
/// @param sentence goes on after "cannot report to …: "
/// @param patient whether only somebody's doing can help, so that trying often makes no sense
/// @param retryAfter when the server said when to come again
record ConnectFault(String sentence, boolean patient, Optional<Duration> retryAfter) {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    static ConnectFault of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case WebSocketHandshakeException refused -> {
                    return refusal(refused);
                }
                case SSLException tls -> {
                    return new ConnectFault("TLS was refused (" + firstLine(tls)
                            + "); check the certificate, the host name, and that the port speaks TLS", true,
                            Optional.empty());
                }
                case UnknownHostException _,UnresolvedAddressException _ -> {
                    return fleeting("its host name is not known; check the address and DNS");
                }
                case HttpConnectTimeoutException _,TimeoutException _ -> {
                    return fleeting("it did not answer in time");
                }
                default -> {
                }
            }
        }
        var root = root(failure);
        return root instanceof ConnectException
                ? fleeting("nobody listens there; check the address, or wait until it is up")
                : fleeting(root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + firstLine(root)));
    }

    private static ConnectFault refusal(WebSocketHandshakeException refused) {
        var response = refused.getResponse();
        var retryAfter = response.headers().firstValue("Retry-After").flatMap(ConnectFault::seconds);
        var status = response.statusCode();
        return switch (status) {
            case 401, 403 ->
                new ConnectFault("it refuses this node (" + status + "); check the token", true, retryAfter);
            case 404, 405, 400, 200 -> new ConnectFault("no WebSocket is at this address (" + status
                    + "); check its path, usually /submit", true, retryAfter);
            case 429 -> new ConnectFault("too many connections from this address (429)", false, retryAfter);
            case 503 -> new ConnectFault("it is not ready (503)", false, retryAfter);
            default -> new ConnectFault("it answered " + status + " instead of opening a WebSocket", status < 500,
                    retryAfter);
        };
    }

    private static ConnectFault fleeting(String sentence) {
        return new ConnectFault(sentence, false, Optional.empty());
    }

    private static Optional<Duration> seconds(String text) {
        try {
            var wanted = Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip())));
            return Optional.of(wanted.compareTo(LONGEST_RETRY_AFTER) < 0 ? wanted : LONGEST_RETRY_AFTER);
        } catch (NumberFormatException _) {
            // A date, which few send: the usual wait will do.
            return Optional.empty();
        }
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null
                && (root instanceof ExecutionException || root instanceof CompletionException
                        || !(root instanceof ConnectException))) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
