package io.starkbeat.gateway.address;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// What counts as one when sessions of an address are counted: an IPv4 address, or the /64 of an IPv6 address. One
/// machine usually has a whole /64 to choose its addresses from (RFC 6177, RFC 8981).
///
/// @param ipv6    which of the two
/// @param network the address, or its first 64 bits
public record Host(boolean ipv6, long network) {

    /// The host that an address belongs to.
    public static Host of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        boolean ipv6 = bytes.remaining() > Integer.BYTES;
        return new Host(ipv6, ipv6 ? bytes.getLong() : bytes.getInt());
    }
}
