package io.starkbeat.crawler.libp2p;

import java.net.InetSocketAddress;

/// Says which sockets may be dialled at all. It is asked last, after names were resolved, so that no name leads to what an
/// address may not.
@FunctionalInterface
public interface AddressPolicy {
    /// Whatever is asked for.
    AddressPolicy ANY = address -> true;

    boolean mayDial(InetSocketAddress address);
}
