package io.starkbeat.gateway.address;

import io.starkbeat.kit.settings.CidrSet;
import java.net.InetAddress;

/// RFC 1918, loopback, link-local, carriers' NAT (RFC 6598), unique local (RFC 4193): networks that anyone has, which are
/// nowhere in particular.
final class PrivateNetworks {
    private static final CidrSet ALL = CidrSet.parse("10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,"
            + "169.254.0.0/16,100.64.0.0/10,::1,fc00::/7,fe80::/10");

    private PrivateNetworks() {}

    static boolean contain(InetAddress address) {
        return ALL.contains(address);
    }
}
