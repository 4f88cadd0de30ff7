package io.starkbeat.standalone.faults;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One node under load: a socket that comes back when it is lost, and something to say whenever it is its turn. All on
/// the crowd's event loop.
final class Peer {
    private static final long FIRST_RETRY_MS = 50;
    private static final long SLOWEST_RETRY_MS = 1_000;
    private static final long CONNECT_LIMIT_MS = 2_000;
    /// Of a thousand turns: how many end the session, and how many are rubbish.
    private static final int LEAVES = 3;
    private static final int RUBBISH = 15;
    /// Turns after which a late one tells its name.
    private static final int NAMED_AFTER = 4;

    /// Who it is, and how it behaves.
    ///
    /// @param peerId of itself, or of the node that it pretends to be; null: never named
    /// @param isLate whether it names itself only some messages later
    record Character(String name, @Nullable String peerId, boolean isLate) {}

    /// What all peers count together; on the event loop.
    static final class Tally {
        long sent;
        long underWay;
    }

    private final Vertx vertx;
    private final WebSocketClient client;
    private final int gatewayPort;
    private final Character character;
    private final SplittableRandom random;
    private final Messages messages;
    private final Tally tally;
    private @Nullable WebSocket socket;
    private long nextRetry = FIRST_RETRY_MS;
    private int turns;
    private boolean gone;

    /// @param client bound to the address that this peer comes from
    Peer(Vertx vertx, WebSocketClient client, int gatewayPort, Character character, SplittableRandom random,
            Tally tally) {
        this.vertx = vertx;
        this.client = client;
        this.gatewayPort = gatewayPort;
        this.character = character;
        this.random = random;
        this.messages = new Messages(random.split());
        this.tally = tally;
    }

    boolean isConnected() {
        return socket != null;
    }

    void connect() {
        if (gone) {
            return;
        }
        client.connect(new WebSocketConnectOptions().setHost("127.0.0.1")
                .setPort(gatewayPort)
                .setURI("/submit")
                .setTimeout(CONNECT_LIMIT_MS)).onSuccess(this::connected).onFailure(_ -> retry());
    }

    private void connected(WebSocket opened) {
        socket = opened;
        nextRetry = FIRST_RETRY_MS;
        turns = 0;
        opened.exceptionHandler(_ -> {
            // The close handler follows.
        });
        opened.closeHandler(_ -> {
            if (socket == opened) {
                socket = null;
                retry();
            }
        });
        var peerId = character.peerId();
        if (peerId != null && !character.isLate()) {
            write(opened, Messages.identity(character.name(), peerId));
        }
    }

    private void retry() {
        var wait = nextRetry / 2 + random.nextLong(nextRetry);
        nextRetry = Math.min(SLOWEST_RETRY_MS, nextRetry * 2);
        vertx.setTimer(Math.max(1, wait), _ -> connect());
    }

    /// Says something, or leaves and comes back. Does nothing while the socket is away, or the gateway does not read.
    void turn() {
        var open = socket;
        if (open == null || open.writeQueueFull()) {
            return;
        }
        turns++;
        var dice = random.nextInt(1_000);
        var peerId = character.peerId();
        if (dice < LEAVES) {
            socket = null;
            open.close();
            retry();
        } else if (dice < LEAVES + RUBBISH) {
            write(open, messages.rubbish());
        } else if (character.isLate() && turns == NAMED_AFTER && peerId != null) {
            write(open, Messages.identity(character.name(), peerId));
        } else {
            write(open, messages.report());
        }
    }

    /// One good report, if there is a socket.
    void sayOnce() {
        if (socket != null) {
            write(socket, messages.report());
        }
    }

    void sayHeight(long height) {
        if (socket != null && !socket.writeQueueFull()) {
            write(socket, Messages.height(height));
        }
    }

    /// Does not come back.
    void leave() {
        gone = true;
        var open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    private void write(WebSocket open, String message) {
        tally.underWay++;
        open.writeTextMessage(message).onComplete(written -> {
            tally.underWay--;
            if (written.succeeded()) {
                tally.sent++;
            }
        });
    }
}
