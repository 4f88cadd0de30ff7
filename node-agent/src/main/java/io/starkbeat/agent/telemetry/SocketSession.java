package io.starkbeat.agent.telemetry;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection from handshake to end: hears what the endpoint says, and knows when it is dead. Pings are answered by
/// the JDK. Its own pings find out a peer that vanished without a word, which sending alone would tell after a quarter of
/// an hour.
final class SocketSession implements WebSocket.Listener {
    /// Answers are error frames of some hundred bytes; what is longer is not kept.
    private static final int MAX_TEXT = 16_384;

    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Consumer<String> onText;
    private final Runnable onEnd;
    private volatile long lastHeard = System.nanoTime();

    /// @param onText is told each text
    /// @param onEnd is called once, at the end
    SocketSession(Consumer<String> onText, Runnable onEnd) {
        this.onText = onText;
        this.onEnd = onEnd;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard(socket);
        if (text.length() + data.length() <= MAX_TEXT) {
            text.append(data);
        }
        if (last) {
            var whole = text.toString();
            text.setLength(0);
            onText.accept(whole);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        heard(socket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        heard(socket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heard(socket);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end("closed by the endpoint, " + code + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end("lost: " + (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage()));
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /// Why it has ended; a sentence for a person.
    String reason() {
        return ended.getNow("ended");
    }

    Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    void end(String reason) {
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

    private void heard(WebSocket socket) {
        lastHeard = System.nanoTime();
        socket.request(1);
    }
}
