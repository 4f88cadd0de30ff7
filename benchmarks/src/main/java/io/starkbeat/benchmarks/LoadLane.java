package io.starkbeat.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of one event loop. Each tick it sends what has become due; it never waits for anything, so what it sends
/// late it sends at once, and counts as late.
final class LoadLane extends VerticleBase {
    /// Sessions being opened at a time: a gateway's backlog is finite, and this is no test of it.
    private static final int OPENING_AT_ONCE = 16;
    private static final int TICK_MS = 1;
    /// Beyond this a lane has stopped rather than stalled; a histogram needs some end.
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private static final Logger log = LoggerFactory.getLogger(LoadLane.class);

    private final URI gateway;
    private final int number;
    private final int size;
    private final List<LoadSession> sessions = new ArrayList<>();
    private final ConcurrentHistogram lateness = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final LongAdder sent = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder sessionsLost = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private boolean closing;
    /// Vert.x closes a client that nobody refers to any more, and its sockets with it.
    private @Nullable WebSocketClient client;

    /// @param number of the lane, from 0
    /// @param size how many sessions it opens
    LoadLane(URI gateway, int number, int size) {
        this.gateway = gateway;
        this.number = number;
        this.size = size;
    }

    int number() {
        return number;
    }

    int size() {
        return size;
    }

    @Override
    public Future<?> stop() {
        closing = true;
        return client == null ? Future.succeededFuture() : client.close();
    }

    @Override
    public Future<?> start() {
        var sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(size + 1));
        client = sockets;
        var chains = new ArrayList<Future<?>>();
        for (var chain = 0; chain < OPENING_AT_ONCE; chain++) {
            chains.add(openFrom(sockets, chain));
        }
        return Future.all(chains);
    }

    private Future<Void> openFrom(WebSocketClient sockets, int index) {
        if (index >= size) {
            return Future.succeededFuture();
        }
        return sockets
                .connect(new WebSocketConnectOptions().setHost(gateway.getHost())
                        .setPort(gateway.getPort())
                        .setURI(gateway.getPath()))
                .compose(socket -> {
                    open(socket, index);
                    return openFrom(sockets, index + OPENING_AT_ONCE);
                });
    }

    private void open(WebSocket socket, int index) {
        var session = new LoadSession(socket, number, index);
        socket.textMessageHandler(_ -> refused.increment());
        socket.exceptionHandler(_ -> {
            // The close handler counts it.
        });
        socket.closeHandler(_ -> {
            if (sessionsLost.sum() == 0 && !closing) {
                log.warn("a session was lost, the first of its lane: {} {}", socket.closeStatusCode(),
                        socket.closeReason());
            }
            sessionsLost.increment();
        });
        socket.writeTextMessage(session.identity());
        sessions.add(session);
    }

    /// Sends evenly over all its sessions in turn, from any thread.
    void send(double perSecond, long start, long measureFrom, long end, LoadMessages messages) {
        context.runOnContext(
                _ -> vertx.setPeriodic(TICK_MS, new Ticker(perSecond, start, measureFrom, end, messages)::tick));
    }

    private final class Ticker {
        private final double nanosApart;
        private final long start;
        private final long measureFrom;
        private final long end;
        private final LoadMessages messages;
        private long next;

        Ticker(double perSecond, long start, long measureFrom, long end, LoadMessages messages) {
            this.messages = messages;
            this.nanosApart = 1e9 / perSecond;
            this.start = start;
            this.measureFrom = measureFrom;
            this.end = end;
        }

        void tick(long timer) {
            var now = System.nanoTime();
            for (var due = due(); due - now <= 0; due = due()) {
                if (due - end >= 0) {
                    vertx.cancelTimer(timer);
                    return;
                }
                var session = sessions.get((int) (next % sessions.size()));
                var written = session.write(messages.message(session, number, next, due));
                if (due - measureFrom >= 0) {
                    (written ? sent : notSent).increment();
                    lateness.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1_000));
                }
                next++;
            }
        }

        private long due() {
            return start + Math.round(next * nanosApart);
        }
    }

    /// One message with a height to look for, from any thread.
    void probe(int session, long height) {
        context.runOnContext(_ -> {
            var on = sessions.get(session % sessions.size());
            if (!on.write(on.probe(height))) {
                notSent.increment();
            }
        });
    }

    long sent() {
        return sent.sum();
    }

    long notSent() {
        return notSent.sum();
    }

    long sessionsLost() {
        return sessionsLost.sum();
    }

    long refused() {
        return refused.sum();
    }

    Histogram lateness() {
        return lateness.copy();
    }
}
