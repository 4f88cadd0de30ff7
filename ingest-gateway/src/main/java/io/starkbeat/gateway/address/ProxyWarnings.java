package io.starkbeat.gateway.address;

import io.starkbeat.gateway.address.SeenAddress.Sight;
import io.starkbeat.kit.settings.NodeIp;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator about proxies behind which the nodes cannot be told apart: once for each proxy and fault, for each
/// socket would fill the log. Thread-safe.
public final class ProxyWarnings {
    private static final Logger log = LoggerFactory.getLogger(ProxyWarnings.class);

    /// Nobody has more proxies than this; on a private network anyone can look like one.
    static final int MOST = 100;

    private final NodeIp nodeIp;
    private final Set<SeenAddress> told = ConcurrentHashMap.newKeySet();

    /// @param nodeIp how much of an address may stand in a log: what seems a proxy may be a node
    public ProxyWarnings(NodeIp nodeIp) {
        this.nodeIp = nodeIp;
    }

    /// Warns of what a socket was seen to come through, unless that was done before.
    public void tell(SeenAddress seen) {
        if (seen.sight() == Sight.NODE || told.size() >= MOST || !told.add(seen)) {
            return;
        }
        String proxy = shown(seen.address());
        String consequence = "All nodes behind it share one limit of sessions (MAX_SESSIONS_PER_ADDRESS) and of peer ids "
                + "(MAX_PEER_IDS_PER_ADDRESS), and a node that reconnects through it is shown as contested until its "
                + "former session has ended.";
        switch (seen.sight()) {
            case NODE -> {
                // Nothing is hidden.
            }
            case UNDECLARED_PROXY ->
                log.warn("sockets come from {} with a Forwarded or X-Forwarded-For header, but it is "
                        + "not among TRUSTED_PROXIES, so the header is not believed. {} If it is a proxy of yours, add its "
                        + "address or network to TRUSTED_PROXIES.", proxy, consequence);
            case SILENT_PROXY -> log.warn(
                    "the trusted proxy {} does not say for which address it forwards a socket. {} "
                            + "Have it write its client's address into Forwarded or X-Forwarded-For.",
                    proxy, consequence);
            case CONTRADICTION -> log.warn("through {} come sockets whose Forwarded and X-Forwarded-For headers name "
                    + "different addresses, and neither is believed. {} Have the proxy remove the header that it does "
                    + "not write itself; if it does, some node sent an invented one.", proxy, consequence);
        }
        if (told.size() >= MOST) {
            log.warn("that were {} such addresses; more are not told, only counted (sockets_behind_proxies)", MOST);
        }
    }

    private String shown(InetAddress address) {
        String shown = nodeIp.shown(address);
        return switch (nodeIp) {
            case FULL -> String.valueOf(shown);
            case PREFIX -> "the network " + shown;
            case NONE -> "an address that NODE_IP=none hides";
        };
    }
}
