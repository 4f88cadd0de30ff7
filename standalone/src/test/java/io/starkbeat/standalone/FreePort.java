package io.starkbeat.standalone;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for processes that have to be told one, and that may be killed and come back to it while others knock on it all
/// the time. They lie below those that the system gives to clients (from 32768 on Linux, 49152 elsewhere): one of that
/// range may be given to any client meanwhile, even to one that knocks, which then meets itself.
public final class FreePort {
    private static final int FROM = 15_000;
    private static final int TO = 32_000;

    private FreePort() {}

    /// One that was free a moment ago.
    public static int next() {
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
