package io.starkbeat.query.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;

/// A client that sends bytes as no HTTP client would.
final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RawSocket(int port) throws IOException {
        // Small, so that it is soon full when nobody reads.
        socket.setReceiveBufferSize(16 * 1024);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Sends text, a byte a character.
    RawSocket send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /// Reads an answer with a `Content-Length`, or without a body: head and body as they came.
    String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("closed after: " + head);
            }
            head.append((char) read);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 15, lower.indexOf('\r', at)).strip());
        byte[] body = in.readNBytes(length);
        return head + new String(body, StandardCharsets.UTF_8);
    }

    /// Waits until the server has closed the connection, whatever it says before that.
    ///
    /// @return how long it took
    Duration untilClosed() throws IOException {
        long begun = System.nanoTime();
        byte[] bytes = new byte[8192];
        try {
            while (in.read(bytes) >= 0) {
                // Passed over.
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            // Closed by a reset: closed.
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /// Reads what comes for so long; whether the connection is still there then.
    boolean isOpenAfter(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        byte[] bytes = new byte[8192];
        try {
            while (System.nanoTime() < until) {
                socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
                if (in.read(bytes) < 0) {
                    return false;
                }
            }
        } catch (SocketTimeoutException e) {
            // Nothing came, not even an end.
        }
        return true;
    }

    /// Sends a byte from time to time and reads nothing, until the other side refuses it. To read would let it go on.
    void untilRefused(Duration atMost) {
        Awaitility.await().atMost(atMost).until(() -> {
            try {
                send("x");
                return false;
            } catch (SocketException e) {
                return true;
            }
        });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
