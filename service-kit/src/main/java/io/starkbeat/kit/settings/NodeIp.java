package io.starkbeat.kit.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How much of a node's address is recorded (`NODE_IP`): by gateways, which observe it, and by crawlers, which are told it.
public enum NodeIp {
    /// All of it.
    FULL(32, 128),
    /// The network that it lies in: the last octet of an IPv4 address zeroed, the first 48 bits of an IPv6 address.
    PREFIX(24, 48),
    /// Nothing.
    NONE(0, 0);

    /// All who record addresses have this one, or what one hides another would tell.
    public static final Setting<NodeIp> SETTING = Setting
            .choice("NODE_IP", NodeIp.class,
                    "How much of a node's address is recorded; prefix: last IPv4 octet zeroed, IPv6 /48")
            .defaultsTo("full");

    private static final String HIDDEN = "…";
    private static final Pattern SLASH = Pattern.compile("/");

    private final int ipv4Bits;
    private final int ipv6Bits;

    NodeIp(int ipv4Bits, int ipv6Bits) {
        this.ipv4Bits = ipv4Bits;
        this.ipv6Bits = ipv6Bits;
    }

    /// What records say of an address, or null: IPv4 in dotted decimals, IPv6 as RFC 5952 writes it. An IPv6 address that
    /// maps an IPv4 address is that address; Java sees to it.
    public @Nullable String shown(InetAddress address) {
        return this == NONE ? null : text(cut(address));
    }

    /// A text that came with a handshake, without the address where it must not be shown: some proxies and clients write it
    /// into the user agent.
    public @Nullable String shownIn(@Nullable String text, InetAddress address) {
        if (this == FULL || text == null) {
            return text;
        }
        String shown = shown(address);
        return text.replace(text(address), shown == null ? HIDDEN : shown);
    }

    /// What records say of a multiaddr, or null: only its address and port unless all of it is recorded, since a name leads to
    /// the address, and whatever may stand behind them is nobody's promise.
    public @Nullable String shownMultiaddr(String multiaddr) {
        if (this == FULL) {
            return multiaddr;
        }
        String[] parts = SLASH.split(multiaddr, -1);
        if (parts.length < 3 || !parts[0].isEmpty() || !(parts[1].equals("ip4") || parts[1].equals("ip6"))) {
            return null;
        }
        try {
            String shown = shown(InetAddress.ofLiteral(parts[2]));
            String port = parts.length >= 5 ? "/" + parts[3] + "/" + parts[4] : "";
            return shown == null ? null : (shown.indexOf(':') >= 0 ? "/ip6/" : "/ip4/") + shown + port;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// The one text of an address, without a zone.
    public static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    private InetAddress cut(InetAddress address) {
        byte[] bytes = address.getAddress();
        int keptBytes = (bytes.length == 4 ? ipv4Bits : ipv6Bits) / Byte.SIZE;
        Arrays.fill(bytes, keptBytes, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address keeps its length", e);
        }
    }
}
