package io.starkbeat.crawler;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Where crawls begin, by network.
///
/// @param byNetwork multiaddrs by the chain's name, in the order in which they were written
public record Bootstraps(Map<String, List<Multiaddr>> byNetwork) {
    /// As it goes into protocol names. A private network has whatever name its nodes give it.
    private static final Pattern CHAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public Bootstraps {
        byNetwork = new LinkedHashMap<>(byNetwork);
    }

    /// Reads `SN_MAIN=/dns4/…/tcp/7777/p2p/…,/ip4/…;SN_SEPOLIA=…`.
    ///
    /// @throws IllegalArgumentException if a chain's name or an address is none; the message says which
    public static Bootstraps parse(String text) {
        Map<String, List<Multiaddr>> networks = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            String chain = checkedChain(equals < 0 ? "" : part.substring(0, equals).strip());
            List<Multiaddr> addresses = new ArrayList<>();
            for (String address : part.substring(equals + 1).split(",", -1)) {
                addresses.add(dialable(address.strip()));
            }
            if (networks.put(chain, addresses) != null) {
                throw new IllegalArgumentException(chain + " is there twice");
            }
        }
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("no network");
        }
        return new Bootstraps(networks);
    }

    /// Reads an address from which a crawl can begin.
    ///
    /// @throws IllegalArgumentException if it is none, or of a kind that is not dialled; the message is for a person
    public static Multiaddr dialable(String text) {
        Multiaddr address = Multiaddr.parse(text);
        if (address.place().isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is of a kind that is not dialled: TCP is, as in"
                    + " /ip4/203.0.113.7/tcp/7777, /dns4/node.example/tcp/7777 or /dnsaddr/node.example");
        }
        return address;
    }

    /// Reads a chain's name.
    ///
    /// @throws IllegalArgumentException if it is none
    public static String checkedChain(String name) {
        if (!CHAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no chain's name such as SN_MAIN or SN_SEPOLIA");
        }
        return name;
    }
}
