package io.starkbeat.gateway.address;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hops that a header names, from the right: the last proxy's word first, what anyone may have invented last.
///
/// Several headers of one name are one list (RFC 9110, 5.3). It is read from the right because a proxy appends to what it
/// was sent without reading it: a quotation mark that a sender left open must not swallow what the proxy wrote behind it.
/// Nothing is read that is not asked for, whatever the header's length.
final class ForwardedHops implements Iterator<@Nullable InetAddress> {
    private static final char COMMA = ',';
    private static final char QUOTE = '"';
    private static final Pattern SEMICOLON = Pattern.compile(";");
    /// Java would read 10.1 as 10.0.0.1, as the old inet_aton does; no proxy writes that.
    private static final Pattern FOUR_PARTS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    /// Digits, or an obfuscated port (RFC 7239, 6.2 and 6.3).
    private static final Pattern PORT = Pattern.compile("\\d{1,5}|_[A-Za-z0-9._-]+");

    private final List<String> headers;
    private final boolean elements;
    /// The header that is being read, and the end of what is left of it; below zero when nothing is.
    private int header;
    private int end;

    private ForwardedHops(List<String> headers, boolean elements) {
        this.headers = headers;
        this.elements = elements;
        this.header = headers.size() - 1;
        this.end = header < 0 ? -1 : headers.get(header).length();
    }

    /// The hops of the header `Forwarded` (RFC 7239).
    static ForwardedHops ofForwarded(List<String> headers) {
        return new ForwardedHops(headers, true);
    }

    /// The hops of the header `X-Forwarded-For`, which no standard describes: addresses between commas, no quoting.
    static ForwardedHops ofForwardedFor(List<String> headers) {
        return new ForwardedHops(headers, false);
    }

    @Override
    public boolean hasNext() {
        return header >= 0;
    }

    /// The next hop to the left, or null when what stands there is no address.
    @Override
    public @Nullable InetAddress next() {
        if (header < 0) {
            throw new NoSuchElementException("the header names no more hops");
        }
        String line = headers.get(header);
        int comma = commaBefore(line);
        String part = line.substring(comma + 1, end).strip();
        if (comma >= 0) {
            end = comma;
        } else {
            header--;
            end = header < 0 ? -1 : headers.get(header).length();
        }
        return elements ? ofElement(part) : address(part);
    }

    private int commaBefore(String line) {
        boolean quoted = false;
        int at = end - 1;
        while (at >= 0 && (quoted || line.charAt(at) != COMMA)) {
            quoted ^= elements && line.charAt(at) == QUOTE;
            at--;
        }
        // A quotation mark without its other half: then the commas count.
        return at < 0 && quoted ? line.lastIndexOf(COMMA, end - 1) : at;
    }

    /// The `for` of an element such as `for="[2001:db8::7]:4711";proto=https`. Named twice, which RFC 7239 forbids, it
    /// says nothing.
    private static @Nullable InetAddress ofElement(String element) {
        String found = null;
        for (String pair : SEMICOLON.split(element, -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
                if (found != null) {
                    return null;
                }
                found = unquoted(pair.substring(equals + 1).strip());
            }
        }
        return found == null ? null : address(found);
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.charAt(0) == QUOTE && value.charAt(value.length() - 1) == QUOTE
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /// An address with or without a port: `192.0.2.7:47011`, `[2001:db8::7]:47011`, `2001:db8::7`. Literals only: a name
    /// in a header must not make us ask a name server.
    private static @Nullable InetAddress address(String hop) {
        if (hop.startsWith("[")) {
            int close = hop.indexOf(']');
            return close < 0 || !isPortOrNothing(hop.substring(close + 1)) ? null : ipv6(hop.substring(1, close));
        }
        int colon = hop.indexOf(':');
        if (colon >= 0 && colon != hop.lastIndexOf(':')) {
            return ipv6(hop);
        }
        String text = colon < 0 ? hop : hop.substring(0, colon);
        return FOUR_PARTS.matcher(text).matches() && isPortOrNothing(hop.substring(text.length()))
                ? literal(text)
                : null;
    }

    private static boolean isPortOrNothing(String text) {
        return text.isEmpty() || text.charAt(0) == ':' && PORT.matcher(text.substring(1)).matches();
    }

    private static @Nullable InetAddress ipv6(String text) {
        // The zone of a link-local address means something on the proxy's machine only.
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        return address.indexOf(':') < 0 ? null : literal(address);
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
