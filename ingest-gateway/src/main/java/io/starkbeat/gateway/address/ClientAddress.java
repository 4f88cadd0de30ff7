package io.starkbeat.gateway.address;

import io.starkbeat.gateway.address.SeenAddress.Sight;
import io.starkbeat.kit.settings.CidrSet;
import java.net.InetAddress;
import java.util.List;

/// The address of a socket's far end, seen through proxies that are trusted (`TRUSTED_PROXIES`). Thread-safe.
///
/// Each proxy adds at the right whom it spoke with, and everything left of what the outermost trusted proxy added may be
/// invented. So the address is the right-most one that is no trusted proxy. A hop that is no address (`unknown`, an
/// obfuscated name) ends the search: the proxy that told it is as far as one can see.
///
/// A proxy writes one of the two headers and hands on the other as its client sent it, and which of them it writes cannot
/// be seen. So where both are there and lead to different addresses neither is believed: whoever sends an invented
/// `Forwarded` through a proxy that writes `X-Forwarded-For` gains nothing but the proxy's own address, which he shares
/// with everyone who does the same.
public final class ClientAddress {
    private final CidrSet trustedProxies;

    public ClientAddress(CidrSet trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /// Finds the address.
    ///
    /// @param peer         whom the socket itself is connected to
    /// @param forwarded    the values of the header `Forwarded` (RFC 7239), in order
    /// @param forwardedFor the values of the header `X-Forwarded-For`, in order
    public SeenAddress of(InetAddress peer, List<String> forwarded, List<String> forwardedFor) {
        if (forwarded.isEmpty()) {
            return seen(peer, ForwardedHops.ofForwardedFor(forwardedFor));
        }
        SeenAddress one = seen(peer, ForwardedHops.ofForwarded(forwarded));
        if (forwardedFor.isEmpty()) {
            return one;
        }
        SeenAddress other = seen(peer, ForwardedHops.ofForwardedFor(forwardedFor));
        return one.equals(other) ? one : new SeenAddress(peer, Sight.CONTRADICTION);
    }

    private SeenAddress seen(InetAddress peer, ForwardedHops hops) {
        InetAddress seen = peer;
        while (trustedProxies.contains(seen)) {
            if (!hops.hasNext()) {
                // Nothing is hidden: all that came between is known.
                return new SeenAddress(seen, Sight.NODE);
            }
            InetAddress next = hops.next();
            if (next == null) {
                return new SeenAddress(seen, Sight.SILENT_PROXY);
            }
            seen = next;
        }
        // On a private network a proxy of one's own may stand; one on the open internet that sends such a header is anyone.
        return new SeenAddress(seen,
                hops.hasNext() && PrivateNetworks.contain(seen) ? Sight.UNDECLARED_PROXY : Sight.NODE);
    }
}
