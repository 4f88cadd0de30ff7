package io.starkbeat.standalone.up;

import io.starkbeat.kit.StartException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ports that `up` is about to listen on, each by the option that chooses it. Looked at before anything starts: the
/// servers would find a taken port too, but one after the other, and with half of the pipeline up.
public final class Ports {
    private static final String LOOPBACK = "127.0.0.1";

    private final String host;
    private final Map<String, InetSocketAddress> byOption = new LinkedHashMap<>();

    /// None yet.
    ///
    /// @param host the address on which most of them are to be opened
    public Ports(String host) {
        this.host = host;
    }

    /// Adds one on the host.
    ///
    /// @throws IllegalArgumentException if it is out of range, or another option has it; the message says so
    public Ports with(String option, int port) {
        return add(option, host, port);
    }

    /// Adds one that is opened on 127.0.0.1, whatever the host is.
    public Ports withLoopback(String option, int port) {
        return add(option, LOOPBACK, port);
    }

    private Ports add(String option, String address, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(option + " is " + port + "; a port is 1 to 65535");
        }
        byOption.forEach((other, taken) -> {
            if (taken.getPort() == port) {
                throw new IllegalArgumentException(
                        other + " and " + option + " are both " + port + "; give each its own");
            }
        });
        byOption.put(option, InetSocketAddress.createUnresolved(address, port));
        return this;
    }

    /// Opens and closes each.
    ///
    /// @throws StartException with a line for each that cannot be opened
    public void refuseTaken() {
        var faults = new StringBuilder();
        byOption.forEach((option, address) -> {
            try (var probe = new ServerSocket()) {
                // As servers do: connections of an earlier run that linger are no reason to refuse.
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort()));
            } catch (IOException failed) {
                faults.append(whyNot(option, address, failed)).append('\n');
            }
        });
        if (!faults.isEmpty()) {
            throw new StartException(faults.toString().stripTrailing());
        }
    }

    private static String whyNot(String option, InetSocketAddress address, IOException failed) {
        var reason = String.valueOf(failed.getMessage());
        return switch (failed) {
            case UnknownHostException _ -> notOurs(address);
            case SocketException _ when reason.contains("assign requested address") -> notOurs(address);
            case SocketException _ when reason.contains("ermission denied") -> "port " + address.getPort()
                    + " may not be opened by this user: choose one from 1024 upwards with " + option;
            case BindException _ -> "port " + address.getPort() + " is taken on " + address.getHostString()
                    + ": stop the program that listens there, or choose another port with " + option;
            default -> "port " + address.getPort() + " (" + option + ") cannot be opened on " + address.getHostString()
                    + ": " + reason;
        };
    }

    private static String notOurs(InetSocketAddress address) {
        return "'" + address.getHostString()
                + "' is not an address of this machine: choose one that is with --host, or "
                + "0.0.0.0 for all";
    }

    /// How a person on this machine calls a server that listens on a host.
    public static String nameOf(String host) {
        return host.equals(LOOPBACK) || isWildcard(host) ? "localhost" : inUrl(host);
    }

    /// Where a program on this machine reaches a server that listens on a host.
    public static String reachable(String host) {
        return isWildcard(host) ? LOOPBACK : inUrl(host);
    }

    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static String inUrl(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
