package io.starkbeat.agent.node;

import io.starkbeat.agent.node.NodeException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// HTTP to a node, with a deadline for the whole answer and a bound for its size: a node that hangs, drips or floods costs
/// neither time nor memory beyond these.
final class BoundedHttp {
    /// Reads an answer's body.
    interface BodyReader<T> {
        T read(InputStream body) throws IOException, NodeException;
    }

    private final HttpClient client;
    private final Duration limit;
    private final Optional<String> token;
    private final String whenRefused;

    /// @param limit for a whole exchange
    /// @param token goes out as `Authorization: Bearer …`
    /// @param whenRefused what the operator does about 401 and 403
    BoundedHttp(HttpClient client, Duration limit, Optional<String> token, String whenRefused) {
        this.client = client;
        this.limit = limit;
        this.token = token;
        this.whenRefused = whenRefused;
    }

    HttpRequest.Builder request(URI uri) {
        var builder = HttpRequest.newBuilder(uri).timeout(limit);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        return builder;
    }

    /// @param maxBytes beyond which reading fails
    <T> T exchange(HttpRequest request, long maxBytes, BodyReader<T> reader)
            throws NodeException, InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        var answering = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofInputStream(), maxBytes));
        HttpResponse<InputStream> response;
        try {
            response = answering.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            answering.cancel(true);
            throw failure(failed);
        } catch (InterruptedException told) {
            answering.cancel(true);
            throw told;
        }
        try (var body = response.body()) {
            refuse(response.statusCode());
            var late = Thread.ofVirtual().unstarted(() -> closeAt(deadline, body));
            late.start();
            try {
                return reader.read(body);
            } catch (IOException broken) {
                if (System.nanoTime() - deadline >= 0) {
                    throw failure(new TimeoutException());
                }
                throw tooLargeOr(broken, maxBytes);
            } finally {
                late.interrupt();
            }
        } catch (IOException closing) {
            throw new NodeException(Kind.SILENT, "broke its answer off (" + closing.getMessage() + ")");
        }
    }

    private static void closeAt(long deadline, InputStream body) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            body.close();
        } catch (InterruptedException _) {
            // It was read in time.
        } catch (IOException _) {
            // It is closed all the same, which its reader is told by his own read.
        }
    }

    private static NodeException tooLargeOr(IOException broken, long maxBytes) {
        return String.valueOf(broken.getMessage()).contains("body exceeds")
                ? new NodeException(Kind.UNFIT, "answers with more than " + maxBytes + " bytes")
                : new NodeException(Kind.SILENT, "broke its answer off (" + broken.getMessage() + ")");
    }

    private void refuse(int status) throws NodeException {
        switch (status) {
            case 200 -> {
            }
            case 401, 403 -> throw new NodeException(Kind.REFUSED, "refuses the agent (" + status
                    + "); " + whenRefused);
            case 404, 405 -> throw new NodeException(Kind.REFUSED, "has nothing at this path (" + status
                    + "); check the address");
            case 429, 503 -> throw new NodeException(Kind.ERROR, "is too busy to answer (" + status + ")");
            default -> throw new NodeException(Kind.ERROR, "answers HTTP " + status);
        }
    }

    private NodeException failure(Throwable failed) {
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SSLException tls -> {
                    return new NodeException(Kind.REFUSED, "refuses TLS ("
                            + String.valueOf(tls.getMessage()).lines().findFirst().orElse("")
                            + "); check the certificate, and that the port speaks TLS");
                }
                case UnknownHostException _,UnresolvedAddressException _ -> {
                    return new NodeException(Kind.SILENT, "cannot be found: its host name is not known");
                }
                case TimeoutException _,HttpTimeoutException _ -> {
                    return new NodeException(Kind.SILENT, "does not answer within " + limit.toSeconds() + " s");
                }
                case ConnectException _ -> {
                    return new NodeException(Kind.SILENT, "does not answer: nobody listens there");
                }
                default -> {
                }
            }
        }
        var cause = failed.getCause() == null ? failed : failed.getCause();
        return new NodeException(Kind.SILENT, "does not answer (" + cause.getMessage() + ")");
    }
}
