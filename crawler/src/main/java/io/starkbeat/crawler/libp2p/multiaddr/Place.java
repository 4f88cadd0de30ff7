package io.starkbeat.crawler.libp2p.multiaddr;

import java.net.InetSocketAddress;

/// What a dialler has to do to get to an address.
public sealed interface Place {
    /// Connect.
    record Socket(InetSocketAddress address) implements Place {}

    /// Ask for the name's addresses first.
    record Named(String host, int port, Family family) implements Place {}

    /// Ask for the multiaddrs that are listed under the name (`dnsaddr`).
    record Listed(String host) implements Place {}

    /// Which of a name's addresses.
    enum Family {
        ANY, IP4, IP6
    }
}
