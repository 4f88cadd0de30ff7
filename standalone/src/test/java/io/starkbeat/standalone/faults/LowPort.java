package io.starkbeat.standalone.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for processes that are killed and come back to the same one, while others knock on it all the time. They lie
/// below those that the system gives to clients (from 32768 on Linux, 49152 elsewhere): a client that connects in a loop
/// to a port of that range is given it as its own some day, meets itself, and keeps the process from its port.
final class LowPort {
    private static final int FROM = 15_000;
    private static final int TO = 32_000;

    private LowPort() {}

    /// One that was free a moment ago.
    static int next() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Taken: another.
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        }
    }
}
