package io.starkbeat.gateway.socket;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.starkbeat.gateway.address.AddressKey;
import io.starkbeat.gateway.address.ClientAddress;
import io.starkbeat.gateway.address.Host;
import io.starkbeat.gateway.address.ProxyWarnings;
import io.starkbeat.gateway.address.SeenAddress;
import io.starkbeat.gateway.country.Countries;
import io.starkbeat.gateway.limit.PeerIdsPerAddress;
import io.starkbeat.gateway.limit.SocketsPerAddress;
import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.metrics.GatewayMetrics.SocketRefusal;
import io.starkbeat.gateway.session.PeerIdClaims;
import io.starkbeat.gateway.session.SessionOrigin;
import io.starkbeat.kit.settings.NodeIp;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Decides whether a socket may open, and as whose. Here a node's address is known in full; behind it there is only what
/// `NODE_IP` allows, a key, and the country. Thread-safe.
public final class Door {
    /// When a session of the same address will have ended is not known; often enough to be in soon, and seldom enough
    /// for a handful of bytes to be all that it costs.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

    private final ClientAddress clientAddress;
    private final NodeIp nodeIp;
    private final AddressKey addressKey;
    private final Countries countries;
    private final SocketsPerAddress sockets;
    private final PeerIdsPerAddress peerIds;
    private final GatewayMetrics metrics;
    private final BooleanSupplier accepting;
    private final ProxyWarnings warnings;

    /// @param accepting whether new sockets are welcome at all
    public Door(ClientAddress clientAddress, NodeIp nodeIp, AddressKey addressKey, Countries countries,
            SocketsPerAddress sockets, PeerIdsPerAddress peerIds, GatewayMetrics metrics, BooleanSupplier accepting) {
        this.clientAddress = clientAddress;
        this.nodeIp = nodeIp;
        this.addressKey = addressKey;
        this.countries = countries;
        this.sockets = sockets;
        this.peerIds = peerIds;
        this.metrics = metrics;
        this.accepting = accepting;
        this.warnings = new ProxyWarnings(nodeIp);
    }

    /// What is said to whoever wants to open a socket.
    sealed interface Answer {
        /// Come in.
        ///
        /// @param slot to be given back when the socket is closed, or does not come about
        record Welcome(SessionOrigin origin, PeerIdClaims claims, SocketsPerAddress.Slot slot) implements Answer {}

        /// Stay out.
        ///
        /// @param status     of the HTTP response
        /// @param text       one line for a person
        /// @param retryAfter when to come again, where that helps
        record Refusal(HttpResponseStatus status, String text, @Nullable Duration retryAfter) implements Answer {}
    }

    /// Answers a request for a socket.
    Answer answer(HttpServerRequest request) {
        if (!accepting.getAsBoolean()) {
            metrics.socketRefused(SocketRefusal.STOPPING);
            return new Answer.Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "This gateway is being stopped; connect to another.", null);
        }
        SeenAddress seen = clientAddress.of(
                // Vert.x gives the host of an accepted connection as a literal; nothing is looked up.
                InetAddress.ofLiteral(request.remoteAddress().hostAddress()), request.headers().getAll("Forwarded"),
                request.headers().getAll("X-Forwarded-For"));
        if (seen.isShared()) {
            metrics.socketBehindProxy(seen.sight());
            warnings.tell(seen);
        }
        Host host = Host.of(seen.address());
        SocketsPerAddress.Slot slot = sockets.take(host);
        if (slot == null) {
            metrics.socketRefused(SocketRefusal.ADDRESS_FULL);
            return new Answer.Refusal(HttpResponseStatus.TOO_MANY_REQUESTS, full(seen), RETRY_AFTER);
        }
        return new Answer.Welcome(origin(seen, request), peerIds.of(host), slot);
    }

    private String full(SeenAddress seen) {
        String limit = "This address has " + sockets.limit()
                + " sessions open, the most that one may (MAX_SESSIONS_PER_ADDRESS)";
        return seen.isShared()
                ? limit + "; it is a proxy's, which all nodes behind it share until the gateway's TRUSTED_PROXIES names "
                        + "it and it says in one header whom it speaks for."
                : limit + ".";
    }

    private SessionOrigin origin(SeenAddress seen, HttpServerRequest request) {
        InetAddress address = seen.address();
        // A key that equals no other where an address stands for any number of nodes: among them no session may take
        // over from another because of it.
        String key = seen.isShared()
                ? addressKey.of(address, UUID.randomUUID().toString())
                : addressKey.of(address);
        String country = seen.isSomewhere() ? countries.of(address) : null;
        return new SessionOrigin(nodeIp.shown(address), key, country,
                nodeIp.shownIn(request.getHeader(HttpHeaders.USER_AGENT), address), request.path());
    }
}
