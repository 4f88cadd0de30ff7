package io.starkbeat.query.picture;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A node's address under the name that its family has in the API: the specification's `nodeIp` is an IPv4 address, so an
/// IPv6 address gets a name of its own beside it.
///
/// @param name    `nodeIp` or `nodeIpv6`
/// @param address in the family's usual text form
public record NodeAddress(String name, String address) {

    /// The address as the API names it.
    ///
    /// @param recorded the address as the record has it
    /// @return null when there is none, or it is no address
    public static @Nullable NodeAddress of(@Nullable String recorded) {
        if (recorded == null) {
            return null;
        }
        try {
            // Never a look-up, and an IPv4-mapped IPv6 address comes out as IPv4.
            InetAddress address = InetAddress.ofLiteral(recorded);
            return address instanceof Inet4Address
                    ? new NodeAddress("nodeIp", address.getHostAddress())
                    : new NodeAddress("nodeIpv6", recorded);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
