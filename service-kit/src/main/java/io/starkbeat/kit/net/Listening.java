package io.starkbeat.kit.net;

import io.starkbeat.kit.StartException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts servers from threads that may block, and turns what can go wrong into an operator's line.
public final class Listening {
    /// Binding a socket takes microseconds; only a machine in trouble needs seconds.
    private static final long BIND_WITHIN_SECONDS = 10;

    private Listening() {}

    /// Has a server listen and waits until it does. Not for an event loop.
    ///
    /// @param host     an address or name of this machine
    /// @param port     0 for any free one; [HttpServer#actualPort()] tells which
    /// @param variable the setting that the port comes from, for the message
    /// @return the server, listening
    /// @throws StartException       if the port is taken or may not be used, or the host is not this machine's
    /// @throws InterruptedException if the thread is told to stop waiting
    public static HttpServer on(HttpServer server, String host, int port, String variable)
            throws InterruptedException {
        return await(server.listen(port, host), host, port, variable);
    }

    /// Waits for a server that was told to listen elsewhere, on an event loop of its own choice. Not for an event loop.
    ///
    /// @param listening completes when it does; its value is given back
    /// @param host      what it was told
    /// @param port      likewise
    /// @param variable  the setting that the port comes from, for the message
    /// @throws StartException       as in [#on]
    /// @throws InterruptedException if the thread is told to stop waiting
    public static <T> T await(Future<T> listening, String host, int port, String variable)
            throws InterruptedException {
        try {
            return listening.toCompletionStage().toCompletableFuture().get(BIND_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            throw new StartException(whyNot(cause, host, port, variable), cause);
        } catch (TimeoutException late) {
            throw new StartException("port " + port + " on " + host + " could not be opened within "
                    + BIND_WITHIN_SECONDS + " s: see what this machine is busy with", late);
        }
    }

    private static String whyNot(Throwable cause, String host, int port, String variable) {
        String reason = String.valueOf(cause.getMessage());
        return switch (cause) {
            case UnknownHostException unknown -> unknownHost(host);
            case UnresolvedAddressException unresolved -> unknownHost(host);
            case SocketException socket when reason.contains("assign requested address") -> unknownHost(host);
            case SocketException socket when reason.contains("ermission denied") -> "port " + port + " (" + variable
                    + ") may not be opened by this user: set " + variable + " to a port from 1024 upwards";
            case BindException taken -> "port " + port + " (" + variable + ") is taken on " + host
                    + ": end the program that listens there, or set " + variable + " to another port";
            default -> "port " + port + " (" + variable + ") on " + host + " could not be opened: " + cause;
        };
    }

    private static String unknownHost(String host) {
        return "'" + host
                + "' is not an address of this machine: set LISTEN_HOST to one that is, or to 0.0.0.0 for all";
    }
}
