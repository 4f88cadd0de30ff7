package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A WebSocket client by hand, which does what no library does: reads only when it is told to, and writes any bytes.
final class RawNode implements AutoCloseable {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private final Socket socket;
    private final OutputStream out;

    RawNode(int port, String path) throws IOException {
        this(port, path, "127.0.0.1");
    }

    /// @param from    any address of 127.0.0.0/8: all of them are this machine's
    /// @param headers beside those of a handshake, for example `Forwarded: for=192.0.2.1`
    RawNode(int port, String path, String from, String... headers) throws IOException {
        this(connected(port, from));
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: BAEH5i294qAwsXDO2ZirPw==\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
                + (String.join("", headers).contains("User-Agent") ? "" : "User-Agent: raw\u00e9/1\r\n"));
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        write(request.append("\r\n").toString().getBytes(US_ASCII)).flush();
    }

    private RawNode(Socket socket) throws IOException {
        this.socket = socket;
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    /// A connection on which nothing was said yet.
    static RawNode silent(int port, String from) throws IOException {
        return new RawNode(connected(port, from));
    }

    private static Socket connected(int port, String from) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(from), 0);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// The response to the handshake, up to its blank line. Nothing may be sent before it (RFC 6455, 4.1).
    String handshake() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended in the midst of: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /// All that is left to read, up to the end of the connection.
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    RawNode send(String text) throws IOException {
        return frame(TEXT, text.getBytes(UTF_8));
    }

    RawNode frame(int opcode, byte[] payload) throws IOException {
        header(opcode, payload.length);
        out.write(payload);
        return this;
    }

    /// A frame behind which its message goes on.
    RawNode fragment(int opcode, String payload) throws IOException {
        byte[] bytes = payload.getBytes(UTF_8);
        head(opcode, bytes.length);
        out.write(bytes);
        return this;
    }

    /// The head of a frame, masked with zeros, so that the payload follows as it is.
    RawNode header(int opcode, long length) throws IOException {
        return head(FINAL | opcode, length);
    }

    private RawNode head(int first, long length) throws IOException {
        out.write(first);
        if (length < 126) {
            out.write(MASKED | (int) length);
        } else if (length < 1 << 16) {
            out.write(MASKED | 126);
            out.write((int) length >> 8);
            out.write((int) length);
        } else {
            out.write(MASKED | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) (length >> shift));
            }
        }
        out.write(new byte[4]);
        return this;
    }

    RawNode write(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    RawNode flush() throws IOException {
        out.flush();
        return this;
    }

    /// The next frame's opcode and payload; servers send short ones, not masked.
    Frame read() throws IOException {
        InputStream in = socket.getInputStream();
        int opcode = in.read() & 0x0F;
        int length = in.read();
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        return new Frame(opcode, in.readNBytes(length));
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int opcode, byte[] payload) {
        int closeCode() {
            return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
    }

    /// Whether anything is there to be read, or comes soon.
    boolean hasMoreWithin(Duration wait) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        while (socket.getInputStream().available() == 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return socket.getInputStream().available() > 0;
    }

    boolean isAtEnd() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /// Ends the connection without a close frame, behind all that was written.
    void leave() throws IOException {
        out.flush();
        socket.shutdownOutput();
    }

    /// Ends the connection as a machine that is switched off and on again does.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
