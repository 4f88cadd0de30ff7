package io.starkbeat.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/// Many readers of the live feed that look for marks in it: numbers of so many digits as nothing else there has. They parse
/// nothing, since they share the machine with what they measure.
final class FeedReaders {
    /// Connections being opened at a time.
    private static final int OPENING_AT_ONCE = 32;
    private static final int DEFAULT_PORT = 80;
    static final int MARK_DIGITS = 12;

    private final LongConsumer mark;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final List<NetClient> clients = new ArrayList<>();
    private volatile boolean closing;

    /// @param mark is told of each mark that a reader reads, on its event loop
    FeedReaders(LongConsumer mark) {
        this.mark = mark;
    }

    /// Subscribes so many readers, each by a connection of its own.
    ///
    /// @throws BenchException when that does not succeed in time
    void subscribe(Vertx vertx, URI feed, int readers, Duration within) throws InterruptedException {
        NetClient client = vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(64 * 1024));
        clients.add(client);
        List<Future<?>> chains = new ArrayList<>();
        for (int chain = 0; chain < OPENING_AT_ONCE; chain++) {
            chains.add(openFrom(client, feed, chain, readers));
        }
        try {
            Future.all(chains).toCompletionStage().toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BenchException("cannot subscribe to " + feed + " (" + e.getCause()
                    + "): is Starkbeat up, is this its API's address (--feed), and does its MAX_SUBSCRIBERS allow "
                    + readers + " readers?", e);
        } catch (TimeoutException e) {
            throw new BenchException("not all of " + readers + " readers were told anything after "
                    + within.toSeconds() + " s", e);
        }
    }

    private Future<Void> openFrom(NetClient client, URI feed, int index, int readers) {
        if (index >= readers) {
            return Future.succeededFuture();
        }
        int port = feed.getPort() < 0 ? DEFAULT_PORT : feed.getPort();
        return client.connect(port, feed.getHost())
                .compose(socket -> {
                    Reader reader = new Reader();
                    socket.handler(reader::read);
                    socket.exceptionHandler(_ -> {
                        // The close handler counts it.
                    });
                    socket.closeHandler(_ -> {
                        if (!closing) {
                            lost.increment();
                        }
                    });
                    return ask(socket, feed);
                })
                .compose(_ -> openFrom(client, feed, index + OPENING_AT_ONCE, readers));
    }

    private static Future<Void> ask(NetSocket socket, URI feed) {
        String query = feed.getRawQuery() == null ? "" : "?" + feed.getRawQuery();
        return socket.write("GET " + feed.getRawPath() + query + " HTTP/1.1\r\nHost: " + feed.getRawAuthority()
                + "\r\nAccept: text/event-stream\r\n\r\n");
    }

    /// One of them. A number may be cut in two by the end of what has arrived.
    private final class Reader {
        private long number;
        private int digits;

        void read(Buffer arrived) {
            byte[] text = arrived.getBytes();
            bytes.add(text.length);
            for (byte each : text) {
                if (each >= '0' && each <= '9') {
                    number = number * 10 + each - '0';
                    digits++;
                } else if (digits > 0) {
                    if (digits == MARK_DIGITS) {
                        mark.accept(number);
                    }
                    number = 0;
                    digits = 0;
                }
            }
        }
    }

    long bytes() {
        return bytes.sum();
    }

    /// How many were cut off.
    long lost() {
        return lost.sum();
    }

    /// From here on an end is none of the server's doing.
    void close() {
        closing = true;
        clients.forEach(NetClient::close);
    }
}
