package io.starkbeat.agent.standin;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/// A WebSocket server for one connection that takes all that comes and gives no sign of life beyond what it says first: what
/// a proxy makes of a server that has gone. No server of a library can do so: they answer pings by themselves.
public final class DeafSocket implements AutoCloseable {
    private final ServerSocket server;
    private final String words;

    private DeafSocket(ServerSocket server, String words) {
        this.server = server;
        this.words = words;
    }

    /// Starts one on a port of the system's choice.
    ///
    /// @param words what it says once something was sent to it, up to 125 letters; empty for nothing
    public static DeafSocket saying(String words) throws IOException {
        var socket = new DeafSocket(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), words);
        Thread.ofVirtual().start(socket::serve);
        return socket;
    }

    /// Where it is.
    public String url() {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/";
    }

    private void serve() {
        try (var socket = server.accept()) {
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(in) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var buffer = new byte[8_192];
            var saysStill = !words.isEmpty();
            while (in.read(buffer) >= 0) {
                if (saysStill) {
                    saysStill = false;
                    // One text frame, whole and unmasked (RFC 6455, 5.2).
                    var payload = words.getBytes(StandardCharsets.US_ASCII);
                    out.write(new byte[]{(byte) 0x81, (byte) payload.length});
                    out.write(payload);
                }
            }
        } catch (IOException | GeneralSecurityException ended) {
            // The test is over, or whoever was connected has left.
            return;
        }
    }

    /// RFC 6455, 4.2.2.
    private static String accept(InputStream in) throws IOException, GeneralSecurityException {
        var request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) in.read());
        }
        var name = "Sec-WebSocket-Key: ";
        var key = request.toString().lines().filter(line -> line.startsWith(name)).findFirst().orElseThrow()
                .substring(name.length());
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
