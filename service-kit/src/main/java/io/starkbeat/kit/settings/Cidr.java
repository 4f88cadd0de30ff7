package io.starkbeat.kit.settings;

import java.net.InetAddress;
import java.util.Objects;
import java.util.regex.Pattern;

/// One IP network: an address of which the first bits count (RFC 4632, RFC 4291 section 2.3).
///
/// @param network    any address of the network, IPv4 or IPv6
/// @param prefixBits how many of its leading bits count: 0 to 32, or to 128 for IPv6
public record Cidr(InetAddress network, int prefixBits) {
    private static final Pattern FOUR_PARTS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    public Cidr {
        int bits = network.getAddress().length * 8;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException(
                    "the prefix of " + network.getHostAddress() + " is from 0 to " + bits + " bits: " + prefixBits);
        }
        if (!hasOnlyZerosBehind(network.getAddress(), prefixBits)) {
            // 10.0.0.7/8 is more often a slip than a wish: the person meant /32, or 10.0.0.0.
            throw new IllegalArgumentException(network.getHostAddress() + "/" + prefixBits
                    + " has bits set behind its prefix: write the network's first address");
        }
    }

    /// Reads `10.0.0.0/8`, `fd00::/8`, or an address alone, which is a network of one.
    ///
    /// @throws IllegalArgumentException if the text is none; a host name is none, nothing is looked up
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (address.indexOf(':') < 0 && !FOUR_PARTS.matcher(address).matches()) {
            // Java would read 10.1 as 10.0.0.1, as the old inet_aton does; whoever writes 10.1/16 means another thing.
            throw new IllegalArgumentException("an IPv4 address has four parts: " + text);
        }
        InetAddress network = InetAddress.ofLiteral(address);
        return slash < 0
                ? new Cidr(network, network.getAddress().length * 8)
                : new Cidr(network, Integer.parseInt(text.substring(slash + 1)));
    }

    /// Whether an address lies in this network; addresses of the other family never do.
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        byte[] own = network.getAddress();
        if (own.length != address.length) {
            return false;
        }
        int wholeBytes = prefixBits / 8;
        for (int i = 0; i < wholeBytes; i++) {
            if (own[i] != address[i]) {
                return false;
            }
        }
        int restBits = prefixBits % 8;
        return restBits == 0 || ((own[wholeBytes] ^ address[wholeBytes]) & (0xff << (8 - restBits)) & 0xff) == 0;
    }

    private static boolean hasOnlyZerosBehind(byte[] address, int prefixBits) {
        for (int bit = prefixBits; bit < address.length * 8; bit++) {
            if ((address[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Objects.requireNonNull(network.getHostAddress()) + "/" + prefixBits;
    }
}
