package io.starkbeat.crawler.walk;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// The addresses that usually have one owner: a /24 of IPv4, a /48 of IPv6.
///
/// @param bits its leading bits
/// @param six  whether it is IPv6's
record Neighbourhood(long bits, boolean six) {
    static Neighbourhood of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new Neighbourhood(ByteBuffer.wrap(bytes).getInt() >>> 8, false)
                : new Neighbourhood(ByteBuffer.wrap(bytes).getLong() >>> 16, true);
    }
}
