package io.starkbeat.query.http;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The origins of pages whose scripts may read the API (CORS). What is read here is public, and no request carries a
/// credential, so that by default all may.
///
/// @param all     whether all may
/// @param origins those that may, in lower case; empty when all may
public record CorsOrigins(boolean all, Set<String> origins) {
    public static final CorsOrigins ALL = new CorsOrigins(true, Set.of());

    public CorsOrigins {
        origins = Set.copyOf(origins);
    }

    /// Reads `*`, `none`, or origins separated by commas.
    ///
    /// @throws IllegalArgumentException for anything else
    public static CorsOrigins parse(String text) {
        return switch (text) {
            case "*" -> ALL;
            case "none" -> new CorsOrigins(false, Set.of());
            default -> {
                Set<String> origins = new TreeSet<>();
                Arrays.stream(text.split(",", -1)).map(each -> origin(each.strip())).forEach(origins::add);
                yield new CorsOrigins(false, origins);
            }
        };
    }

    /// Browsers send scheme, host, and a port that is not the scheme's own: nothing else can match.
    private static String origin(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !text.equals(uri.getScheme() + "://" + uri.getAuthority())
                || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("no origin");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /// What `Access-Control-Allow-Origin` says to a page; null for nothing.
    ///
    /// @param origin of the page; null when the request names none
    @Nullable
    String allowed(@Nullable String origin) {
        if (all) {
            return "*";
        }
        return origin != null && origins.contains(origin.toLowerCase(Locale.ROOT)) ? origin : null;
    }
}
