package io.starkbeat.agent.telemetry;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Listens to a WebSocket: hears whole texts up to a length, and knows since when nothing was heard. Pings are answered by
/// the JDK.
public abstract class HeardSocket implements WebSocket.Listener {
    private final int maxText;
    private final StringBuilder text = new StringBuilder();
    private volatile long lastHeard = System.nanoTime();

    /// @param maxText characters; what stands behind them in a longer text is not kept, piece by piece
    protected HeardSocket(int maxText) {
        this.maxText = maxText;
    }

    /// A text has come.
    protected abstract void heardText(String whole);

    /// The connection is over.
    ///
    /// @param why for a person
    protected abstract void end(String why);

    /// Since when the other side has given no sign of life.
    public final Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - lastHeard);
    }

    @Override
    public final @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard(socket);
        if (text.length() + data.length() <= maxText) {
            text.append(data);
        }
        if (last) {
            var whole = text.toString();
            text.setLength(0);
            heardText(whole);
        }
        return null;
    }

    @Override
    public final @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        return heard(socket);
    }

    @Override
    public final @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        return heard(socket);
    }

    @Override
    public final @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        return heard(socket);
    }

    @Override
    public final @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end("closed by the other side, " + code + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public final void onError(WebSocket socket, Throwable failure) {
        end("lost: " + (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage()));
    }

    private @Nullable CompletionStage<?> heard(WebSocket socket) {
        lastHeard = System.nanoTime();
        socket.request(1);
        return null;
    }
}
