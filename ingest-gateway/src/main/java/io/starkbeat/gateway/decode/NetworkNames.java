package io.starkbeat.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The chain ids by which networks go in records, and the other names that nodes have for them: clients call one network
/// "Starknet Mainnet", "mainnet", `SN_MAIN` or, in hex, `0x534e5f4d41494e`. Names are compared without case; a name that is
/// not known stays as it was sent.
public final class NetworkNames {
    private static final String NONE = "none";
    private static final String HEX = "0x";

    private static final Map<String, String> COMMON = Map.ofEntries(Map.entry("starknet", "SN_MAIN"),
            Map.entry("starknet mainnet", "SN_MAIN"), Map.entry("mainnet", "SN_MAIN"),
            Map.entry("starknet sepolia", "SN_SEPOLIA"), Map.entry("sepolia", "SN_SEPOLIA"),
            Map.entry("sepolia-testnet", "SN_SEPOLIA"),
            Map.entry("starknet sepolia integration", "SN_INTEGRATION_SEPOLIA"),
            Map.entry("starknet integration sepolia", "SN_INTEGRATION_SEPOLIA"),
            Map.entry("sepolia-integration", "SN_INTEGRATION_SEPOLIA"),
            Map.entry("integration-sepolia", "SN_INTEGRATION_SEPOLIA"));

    /// The names of Starknet's public networks.
    public static final NetworkNames BUILT_IN = new NetworkNames(Map.of());

    private final Map<String, String> ids;

    private NetworkNames(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(COMMON);
        all.putAll(more);
        // A chain id is a name of itself, unless it was given another meaning.
        for (String id : Map.copyOf(all).values()) {
            all.putIfAbsent(key(id), id);
        }
        ids = Map.copyOf(all);
    }

    /// Reads names that are added to the built-in ones or replace them, such as `My Devnet=MY_NET,Starknet=SN_MAIN`;
    /// `none` adds none.
    ///
    /// @throws IllegalArgumentException if an entry is no name and chain id, or a name comes twice
    public static NetworkNames parse(String text) {
        if (text.equals(NONE)) {
            return BUILT_IN;
        }
        Map<String, String> more = new HashMap<>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            String name = equals < 0 ? "" : key(entry.substring(0, equals));
            String id = entry.substring(equals + 1).strip();
            if (name.isEmpty() || id.isEmpty() || id.indexOf('=') >= 0 || more.put(name, id) != null) {
                throw new IllegalArgumentException("not a name, = and a chain id, each name once: " + entry);
            }
        }
        return new NetworkNames(more);
    }

    /// The chain id of a network; what no table knows stays as it was sent.
    String chainId(String sent) {
        String named = ids.get(key(sent));
        if (named != null) {
            return named;
        }
        String spelled = ofHex(sent);
        return spelled == null ? sent : ids.getOrDefault(key(spelled), sent);
    }

    private static @Nullable String ofHex(String sent) {
        if (!sent.regionMatches(true, 0, HEX, 0, HEX.length()) || sent.length() % 2 != 0) {
            return null;
        }
        try {
            return new String(HexFormat.of().parseHex(sent, HEX.length(), sent.length()), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
