package io.starkbeat.crawler.walk;

import io.starkbeat.kit.settings.CidrSet;
import java.net.Inet4Address;
import java.net.InetAddress;

/// Which addresses belong to a host on the public internet (IANA's special-purpose address registries). What a stranger names
/// beyond them leads into somebody's own network, ours first of all.
public final class GlobalAddresses {
    /// "This" network, private, carriers' NAT, loopback, link-local, protocol assignments, documentation, 6to4 relays,
    /// benchmarks, multicast, reserved and broadcast.
    private static final CidrSet NOT_GLOBAL_4 = CidrSet.parse(
            "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,"
                    + "192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4");
    /// All that is assigned. Outside lie loopback, unique local, link-local, multicast, and NAT64 (64:ff9b::/96), behind which
    /// an IPv4 address could hide.
    private static final CidrSet GLOBAL_6 = CidrSet.parse("2000::/3");
    /// Teredo and other protocols, documentation, and 6to4, which hides IPv4 addresses as well.
    private static final CidrSet NOT_GLOBAL_6 = CidrSet.parse("2001::/23,2001:db8::/32,2002::/16,3fff::/20");

    private GlobalAddresses() {}

    /// Whether this is one. A mapped IPv6 address is the IPv4 address that it maps, as Java has it.
    public static boolean contain(InetAddress address) {
        return address instanceof Inet4Address
                ? !NOT_GLOBAL_4.contains(address)
                : GLOBAL_6.contains(address) && !NOT_GLOBAL_6.contains(address);
    }

    /// Whether this can be a single host's address at all, in whatever network.
    public static boolean mayBeHosts(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress()
                && !(address instanceof Inet4Address && (address.getAddress()[0] & 0xf0) == 0xf0);
    }
}
