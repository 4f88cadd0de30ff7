package io.starkbeat.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The readers of one event loop, each with a connection of its own. They parse nothing, since they share the machine with what
/// they measure: they look for marks, which are numbers of peers with so many digits as no node has.
final class FeedReaderLane extends VerticleBase {
    static final int MARK_DIGITS = 12;

    /// Connections being opened at a time.
    private static final int OPENING_AT_ONCE = 16;
    private static final int DEFAULT_PORT = 80;
    private static final String BEFORE_MARK = "\"peerCount\":";
    private static final int MARK = BEFORE_MARK.length() + MARK_DIGITS;

    private final URI feed;
    private final int readers;
    private final LongConsumer mark;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile boolean closing;
    /// Vert.x closes a client that nobody refers to any more, and its sockets with it.
    private @Nullable NetClient client;

    /// @param mark is told of each mark that a reader reads
    FeedReaderLane(URI feed, int readers, LongConsumer mark) {
        this.feed = feed;
        this.readers = readers;
        this.mark = mark;
    }

    @Override
    public Future<?> start() {
        NetClient opened = vertx.createNetClient(new NetClientOptions());
        client = opened;
        List<Future<?>> chains = new ArrayList<>();
        for (int chain = 0; chain < OPENING_AT_ONCE; chain++) {
            chains.add(openFrom(opened, chain));
        }
        return Future.all(chains);
    }

    @Override
    public Future<?> stop() {
        closing = true;
        return client == null ? Future.succeededFuture() : client.close();
    }

    private Future<Void> openFrom(NetClient opening, int index) {
        if (index >= readers) {
            return Future.succeededFuture();
        }
        int port = feed.getPort() < 0 ? DEFAULT_PORT : feed.getPort();
        return opening.connect(port, feed.getHost()).compose(socket -> {
            socket.handler(new Reader()::read);
            socket.exceptionHandler(_ -> {
                // The close handler counts it.
            });
            socket.closeHandler(_ -> {
                if (!closing) {
                    lost.increment();
                }
            });
            return ask(socket);
        }).compose(_ -> openFrom(opening, index + OPENING_AT_ONCE));
    }

    private Future<Void> ask(NetSocket socket) {
        String query = feed.getRawQuery() == null ? "" : "?" + feed.getRawQuery();
        return socket.write("GET " + feed.getRawPath() + query + " HTTP/1.1\r\nHost: " + feed.getRawAuthority()
                + "\r\nAccept: text/event-stream\r\n\r\n");
    }

    /// One of them. A mark may be cut in two by the end of what has arrived.
    private final class Reader {
        private String rest = "";

        void read(Buffer arrived) {
            bytes.add(arrived.length());
            String text = rest + arrived.toString(StandardCharsets.ISO_8859_1);
            int at = text.indexOf(BEFORE_MARK);
            while (at >= 0 && at + MARK <= text.length()) {
                look(text, at + BEFORE_MARK.length());
                at = text.indexOf(BEFORE_MARK, at + 1);
            }
            rest = text.substring(at >= 0 ? at : Math.max(0, text.length() - BEFORE_MARK.length()));
        }

        private void look(String text, int from) {
            long number = 0;
            for (int i = from; i < from + MARK_DIGITS; i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return;
                }
                number = number * 10 + digit;
            }
            mark.accept(number);
        }
    }

    long bytes() {
        return bytes.sum();
    }

    /// How many were cut off.
    long lost() {
        return lost.sum();
    }
}
