package io.starkbeat.kit.settings;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server: host name or address, and port.
///
/// @param host without the brackets that an IPv6 address has in writing
/// @param port 1 to 65535
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^\\s:,\\[\\]/]+)):(\\d{1,5})");

    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a server has a host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a server's port is from 1 to 65535: " + port);
        }
    }

    /// Reads `host:port`, with an IPv6 address in brackets.
    ///
    /// @throws IllegalArgumentException if the text is none
    public static HostPort parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new HostPort(host, Integer.parseInt(parts.group(3)));
    }

    /// Reads servers separated by commas, at least one.
    ///
    /// @throws IllegalArgumentException if one of them is none
    public static List<HostPort> parseList(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).map(HostPort::parse).toList();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
