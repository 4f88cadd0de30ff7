package io.starkbeat.gateway.address;

import io.starkbeat.kit.settings.CidrSet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The address of a socket's far end, seen through proxies that are trusted (`TRUSTED_PROXIES`).
///
/// Each proxy adds at the right whom it spoke with, and everything left of what the outermost trusted proxy added may be
/// invented. So the address is the right-most one that is no trusted proxy. A hop that is no address (`unknown`, an
/// obfuscated name) ends the search: the proxy that told it is as far as one can see.
public final class ClientAddress {
    private final CidrSet trustedProxies;

    public ClientAddress(CidrSet trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /// Finds the address.
    ///
    /// @param peer         whom the socket itself is connected to
    /// @param forwarded    the values of the header `Forwarded` (RFC 7239), in order; it goes before the other
    /// @param forwardedFor the values of the header `X-Forwarded-For`, in order
    public InetAddress of(InetAddress peer, List<String> forwarded, List<String> forwardedFor) {
        if (!trustedProxies.contains(peer)) {
            return peer;
        }
        List<String> hops = forwarded.isEmpty() ? split(forwardedFor, ',') : forwardedHops(forwarded);
        InetAddress seen = peer;
        for (String hop : hops.reversed()) {
            InetAddress address = address(hop);
            if (address == null) {
                break;
            }
            seen = address;
            if (!trustedProxies.contains(address)) {
                break;
            }
        }
        return seen;
    }

    /// The `for` of each element; an element without one is a hop that is no address.
    private static List<String> forwardedHops(List<String> headers) {
        return split(headers, ',').stream().map(ClientAddress::forParameter).toList();
    }

    private static String forParameter(String element) {
        for (String pair : split(List.of(element), ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
                return unquoted(pair.substring(equals + 1).strip());
            }
        }
        return "unknown";
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /// Splits outside of quotes.
    private static List<String> split(List<String> headers, char separator) {
        List<String> parts = new ArrayList<>();
        for (String header : headers) {
            boolean quoted = false;
            int start = 0;
            for (int i = 0; i < header.length(); i++) {
                char c = header.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == separator && !quoted) {
                    parts.add(header.substring(start, i).strip());
                    start = i + 1;
                }
            }
            parts.add(header.substring(start).strip());
        }
        return parts;
    }

    /// An address with or without a port: `192.0.2.7:47011`, `[2001:db8::7]:47011`, `2001:db8::7`.
    private static @Nullable InetAddress address(String hop) {
        String text = hop;
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            text = end < 0 ? "" : hop.substring(1, end);
        } else if (hop.indexOf(':') >= 0 && hop.indexOf(':') == hop.lastIndexOf(':')) {
            text = hop.substring(0, hop.indexOf(':'));
        }
        try {
            // A literal only: a name in a header must not make us ask a name server.
            return text.isEmpty() ? null : InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
