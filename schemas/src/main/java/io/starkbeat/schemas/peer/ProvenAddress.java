package io.starkbeat.schemas.peer;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The IP address at which a handshake proved a peer id, and how the address that a gateway observed goes with it.
///
/// The two are seen at different places and recorded in different detail, so most differences say nothing: only what cannot
/// be the same host counts as another address.
///
/// @param ip   as much of it as was recorded
/// @param text the same as the multiaddr writes it
public record ProvenAddress(InetAddress ip, String text) {
    private static final Pattern SLASH = Pattern.compile("/");
    /// Where a host is found (RFC 6177: a site has at least a /64 to itself, in which it may call itself anything).
    private static final int IPV6_HOST_BYTES = 8;
    /// What `NODE_IP=prefix` leaves of an address.
    private static final int IPV4_PREFIX_BYTES = 3;
    private static final int IPV6_PREFIX_BYTES = 6;

    /// How an observed address goes with a proven one.
    public enum Likeness {
        /// The same host, as far as both were recorded.
        SAME,
        /// Not the same host.
        OTHER,
        /// They cannot be compared: one is not known, they are of two families, or one is of a private network and the
        /// other is not.
        UNKNOWN
    }

    /// The address that a multiaddr begins with; empty when it begins with a name, is none, or there is none.
    public static Optional<ProvenAddress> of(@Nullable String multiaddr) {
        if (multiaddr == null) {
            return Optional.empty();
        }
        String[] parts = SLASH.split(multiaddr, 4);
        boolean tellsIp = parts.length > 2 && parts[0].isEmpty() && (parts[1].equals("ip4") || parts[1].equals("ip6"));
        return tellsIp ? literal(parts[2]).map(ip -> new ProvenAddress(ip, parts[2])) : Optional.empty();
    }

    /// The network that it lies in (IPv4 /24, IPv6 /48), as a text: whoever has one address there may have others.
    public String network() {
        try {
            return InetAddress.getByAddress(cut(ip, prefixBytes(ip))).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address keeps its length", e);
        }
    }

    /// Compares.
    ///
    /// @param observed as a gateway recorded it, perhaps shortened (`NODE_IP`); null when it did not
    public Likeness likeness(@Nullable String observed) {
        InetAddress other = observed == null ? null : literal(observed).orElse(null);
        if (other == null || other.getAddress().length != ip.getAddress().length || isPublic(other) != isPublic(ip)) {
            return Likeness.UNKNOWN;
        }
        int compared = isShortened(ip) || isShortened(other) ? prefixBytes(ip) : hostBytes(ip);
        return Arrays.equals(cut(ip, compared), cut(other, compared)) ? Likeness.SAME : Likeness.OTHER;
    }

    /// Never looks a name up, and an IPv4-mapped IPv6 address comes out as IPv4.
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether it looks like what `NODE_IP=prefix` leaves. Some whole addresses do too, and are compared less closely.
    private static boolean isShortened(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Arrays.equals(bytes, cut(address, prefixBytes(address)));
    }

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 0x40;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        return !(shared || uniqueLocal || address.isLoopbackAddress() || address.isSiteLocalAddress()
                || address.isLinkLocalAddress() || address.isAnyLocalAddress());
    }

    private static int prefixBytes(InetAddress address) {
        return address instanceof Inet4Address ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
    }

    private static int hostBytes(InetAddress address) {
        return address instanceof Inet4Address ? address.getAddress().length : IPV6_HOST_BYTES;
    }

    private static byte[] cut(InetAddress address, int kept) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        return bytes;
    }
}
