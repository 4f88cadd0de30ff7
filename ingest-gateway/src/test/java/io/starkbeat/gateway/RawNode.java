package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// A WebSocket client by hand, which does what no library does: reads only when it is told to, and writes any bytes.
final class RawNode implements AutoCloseable {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    static final int TEXT = 0x1;
    static final int PING = 0x9;

    private final Socket socket;
    private final OutputStream out;

    RawNode(int port, String path) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: BAEH5i294qAwsXDO2ZirPw==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\nUser-Agent: raw\u00e9/1\r\n\r\n")
                .getBytes(US_ASCII));
        out.flush();
    }

    /// The response to the handshake, up to its blank line. Nothing may be sent before it (RFC 6455, 4.1).
    String handshake() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    RawNode send(String text) throws IOException {
        return frame(TEXT, text.getBytes(UTF_8));
    }

    RawNode frame(int opcode, byte[] payload) throws IOException {
        header(opcode, payload.length);
        out.write(payload);
        return this;
    }

    /// The head of a frame, masked with zeros, so that the payload follows as it is.
    RawNode header(int opcode, long length) throws IOException {
        out.write(FINAL | opcode);
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
