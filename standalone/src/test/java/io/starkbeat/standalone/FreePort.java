package io.starkbeat.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports for processes that have to be told one.
final class FreePort {
    private FreePort() {}

    /// One that was free a moment ago; the system gives it to nobody else for some time.
    static int next() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
