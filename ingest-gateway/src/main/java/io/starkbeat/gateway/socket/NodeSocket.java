package io.starkbeat.gateway.socket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.starkbeat.gateway.session.ErrorFrame;
import io.starkbeat.gateway.session.MessageAssembler;
import io.starkbeat.gateway.session.MessageAssembler.Assembled;
import io.starkbeat.gateway.session.NodeSession;
import io.starkbeat.gateway.session.PeerIdClaims;
import io.starkbeat.gateway.session.SessionOrigin;
import io.starkbeat.gateway.session.TokenBucket;
import io.starkbeat.kit.net.FrameGuard;
import io.starkbeat.schemas.session.RejectionReason;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One node's WebSocket: hands its messages to its [NodeSession], and keeps it from sending more than Kafka takes.
///
/// Confined to its event loop.
final class NodeSocket {
    /// What a sender may be told at once, and then once a second: enough to find a fault, too little to be a load.
    private static final int ERROR_BURST = 5;
    private static final Duration ERROR_REFILL = Duration.ofSeconds(1);

    /// The most that waits here for a sender that does not read; some 80 error frames.
    private static final int WRITE_QUEUE_BYTES = 16 * 1024;

    /// RFC 6455, 7.4.1: the connection was lost without a close frame.
    private static final int LOST = 1006;

    private final ServerWebSocket socket;
    private final SocketServices services;
    private final SocketLoop loop;
    private final NodeSession session;
    private final MessageAssembler assembler;
    private final TokenBucket errors = new TokenBucket(ERROR_BURST, ERROR_REFILL);
    private boolean paused;
    /// Read on again, but the frames that the pause held back have yet to come.
    private boolean catchingUp;
    private boolean leaving;
    private boolean silent;
    private boolean ended;

    NodeSocket(ServerWebSocket socket, SessionOrigin origin, PeerIdClaims claims, SocketServices services,
            SocketLoop loop) {
        this.socket = socket;
        this.services = services;
        this.loop = loop;
        this.assembler = new MessageAssembler(services.maxMessage(), services.unfinished());
        this.session = new NodeSession(services.gateway(), origin, claims, services.decoder(),
                () -> UUID.randomUUID().toString(), new SessionRecords(services, this::tell));
    }

    /// Begins to read.
    void open() {
        socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        socket.frameHandler(this::take);
        // Without a handler a lost connection would be logged as an error, and nodes are lost all the time.
        socket.exceptionHandler(_ -> {});
        socket.closeHandler(_ -> closed());
        FrameGuard.install(socket, this::violated);
        services.metrics().socketsOpen(1);
        pauseWhenFull();
    }

    private void take(WebSocketFrame frame) {
        if (ended) {
            return;
        }
        if (frame.isClose()) {
            end(frame.closeStatusCode(), frame.closeReason());
        } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            Assembled assembled = assembler.take(frame.binaryData().getBytes(), frame.isFinal());
            if (assembled != null) {
                take(assembled);
            }
        }
    }

    private void take(Assembled assembled) {
        services.metrics().received();
        Instant now = services.clock().instant();
        switch (assembled) {
            case Assembled.Message(byte[] bytes) -> session.receive(bytes, now);
            case Assembled.Discarded(byte[] head, long size, String detail) -> session.discarded(head, size, detail,
                    now);
        }
        pauseWhenFull();
    }

    private void pauseWhenFull() {
        if (!paused && !leaving && services.budget().isFull()) {
            paused = true;
            services.metrics().socketsPaused(1);
            socket.pause();
            loop.paused(this);
        }
    }

    /// Reads on after a pause.
    void resume() {
        if (paused) {
            paused = false;
            services.metrics().socketsPaused(-1);
            // Vert.x hands the frames out in a task of their own.
            socket.resume();
            catchingUp = true;
            loop.later(() -> catchingUp = false);
        }
    }

    /// Vouches for the session when it is time to, and lets go of what will not be finished.
    void vouch(Instant now) {
        session.vouch(now);
        assembler.passTime(now, !paused && !catchingUp);
    }

    /// Ends it once all that had been read and was held back by a pause is taken: it goes nowhere else, and it is little.
    private void takeTheRestThen(Runnable end) {
        leaving = true;
        resume();
        if (catchingUp) {
            // The end comes behind the frames, when the close frame may have gone out and nothing may follow it.
            silent = true;
            loop.later(end);
        } else {
            end.run();
        }
    }

    private void violated(WebSocketCloseStatus status) {
        takeTheRestThen(() -> endForViolation(status));
    }

    private void endForViolation(WebSocketCloseStatus status) {
        if (ended) {
            return;
        }
        services.metrics().protocolViolation();
        if (status.code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
            services.metrics().received();
            session.discarded(new byte[0], 0, "A frame is longer than " + services.maxFrame()
                    + " bytes, which ends the session; send less at once.", services.clock().instant());
        }
        end(status.code(), status.reasonText());
    }

    /// Ends it from this side.
    void leave(WebSocketCloseStatus status, String reason) {
        takeTheRestThen(() -> {
            end(status.code(), reason);
            socket.close((short) status.code(), reason);
        });
    }

    private void closed() {
        takeTheRestThen(() -> {
            end(LOST, null);
            services.metrics().socketsOpen(-1);
            loop.closed(this);
        });
    }

    private void end(int code, @Nullable String reason) {
        if (!ended) {
            ended = true;
            assembler.abandon();
            session.end(code, reason, services.clock().instant());
        }
    }

    private void tell(RejectionReason reason, String detail, @Nullable String field) {
        boolean mayBeTold = !silent && errors.tryTake(System.nanoTime()) && !socket.isClosed()
                && !socket.writeQueueFull();
        services.metrics().error(mayBeTold);
        if (mayBeTold) {
            // Whether it arrives is the sender's concern: most of them do not read.
            socket.writeTextMessage(ErrorFrame.of(reason, detail, field).json());
        }
    }
}
