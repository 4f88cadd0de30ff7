package io.starkbeat.kit.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A set of IP networks, for example the proxies whose word on a client's address is trusted.
///
/// @param cidrs the networks as written, none of them overlapping by need
public record CidrSet(List<Cidr> cidrs) {
    /// No network at all.
    public static final CidrSet NONE = new CidrSet(List.of());

    public CidrSet {
        cidrs = List.copyOf(cidrs);
    }

    /// Reads networks separated by commas; `none` is no network.
    ///
    /// @throws IllegalArgumentException if one of them is none
    public static CidrSet parse(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        return new CidrSet(Arrays.stream(text.split(",", -1)).map(String::strip).map(Cidr::parse).toList());
    }

    /// Whether an address lies in one of the networks. An IPv4 address and the IPv6 address that maps it
    /// (`::ffff:192.0.2.7`) are the same address: Java turns the second into the first.
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Cidr cidr : cidrs) {
            if (cidr.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return cidrs.isEmpty();
    }

    @Override
    public String toString() {
        return cidrs.isEmpty() ? "none" : cidrs.stream().map(Cidr::toString).collect(Collectors.joining(","));
    }
}
