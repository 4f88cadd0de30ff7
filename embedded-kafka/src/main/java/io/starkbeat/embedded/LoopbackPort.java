package io.starkbeat.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP port of 127.0.0.1 that is ours from [#open(int)] to [#close()], across runs of the node that listens on it.
///
/// KRaft must know every node's ports before the first node starts. A free port that is looked up, given back and bound
/// later may be gone by then; so the listening socket itself is bound here and handed to Kafka ([#take()]), and between
/// two runs of a node the port stays bound without listening ([#hold()]): clients are refused, and the system gives the
/// port to no one else, not even to a client that reconnects in a loop and would meet itself.
///
/// Used by one thread at a time.
final class LoopbackPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LoopbackPort.class);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final int number;
    /// The socket that keeps the port; null while Kafka has it.
    private @Nullable NetworkChannel channel;

    private LoopbackPort(int number, NetworkChannel channel) {
        this.number = number;
        this.channel = channel;
    }

    /// @param port 1 to 65535, or 0 for one that the system chooses
    /// @throws EmbeddedKafkaException.PortTaken when it cannot be bound
    static LoopbackPort open(int port) {
        var channel = listen(port);
        return new LoopbackPort(channel.socket().getLocalPort(), channel);
    }

    int number() {
        return number;
    }

    /// The listening socket, which from now on belongs to the caller.
    ///
    /// @throws EmbeddedKafkaException.PortTaken when someone got the port while the node was down
    ServerSocketChannel take() {
        if (channel instanceof ServerSocketChannel listening) {
            channel = null;
            return listening;
        }
        close();
        return listen(number);
    }

    /// Keeps the port after Kafka closed its socket.
    void hold() {
        if (channel != null) {
            return;
        }
        try {
            var placeholder = SocketChannel.open();
            channel = placeholder;
            placeholder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            placeholder.bind(new InetSocketAddress(LOOPBACK, number));
        } catch (IOException e) {
            // Not lost yet: the next run of the node binds it again and says so if it cannot.
            log.debug("Port {} could not be held while its node is down", number, e);
            close();
        }
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Port {} did not close in order", number, e);
        }
        channel = null;
    }

    private static ServerSocketChannel listen(int port) {
        try {
            var channel = ServerSocketChannel.open();
            try {
                channel.bind(new InetSocketAddress(LOOPBACK, port));
                channel.configureBlocking(false);
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (BindException e) {
            throw new EmbeddedKafkaException.PortTaken(port, e);
        } catch (SocketException e) {
            // A port below 1024 without the privilege is a plain SocketException: "Permission denied".
            throw new EmbeddedKafkaException.PortTaken(port, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the system gives no more sockets", e);
        }
    }
}
