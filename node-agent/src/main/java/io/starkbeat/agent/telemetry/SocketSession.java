package io.starkbeat.agent.telemetry;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One connection from handshake to end: hears what the endpoint says, and knows when it is dead.
final class SocketSession extends HeardSocket {
    /// Answers are error frames of some hundred bytes; what is longer is not kept.
    private static final int MAX_TEXT = 16_384;

    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Consumer<String> onText;
    private final Runnable onEnd;

    /// @param onText is told each text
    /// @param onEnd is called once, at the end
    SocketSession(Consumer<String> onText, Runnable onEnd) {
        super(MAX_TEXT);
        this.onText = onText;
        this.onEnd = onEnd;
    }

    @Override
    protected void heardText(String whole) {
        onText.accept(whole);
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /// Why it has ended; a sentence for a person.
    String reason() {
        return ended.getNow("ended");
    }

    @Override
    protected void end(String reason) {
        if (ended.complete(reason)) {
            onEnd.run();
        }
    }

    /// Waits until something is written, or the connection is given up.
    ///
    /// @return whether it was written
    boolean isWritten(CompletableFuture<WebSocket> writing, Duration limit) throws InterruptedException {
        try {
            // Whichever comes first: after an end some writes are never heard of again.
            CompletableFuture.anyOf(writing, ended).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return writing.isDone() && !writing.isCompletedExceptionally();
        } catch (TimeoutException _) {
            end("it has read nothing for " + limit.toSeconds() + " s");
        } catch (ExecutionException failed) {
            end("lost: " + ConnectFault.of(failed).sentence());
        }
        return false;
    }

    /// Waits for the other side to end too.
    void awaitEnd(Duration limit) throws InterruptedException {
        try {
            ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            end("not closed by the endpoint");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
