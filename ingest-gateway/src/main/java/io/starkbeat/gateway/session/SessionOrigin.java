package io.starkbeat.gateway.session;

import org.jspecify.annotations.Nullable;

/// Where a socket comes from: what its handshake told.
///
/// @param address    the peer's address as `NODE_IP` allows it to leave the gateway
/// @param addressKey HMAC of the full address
/// @param country    ISO 3166-1 alpha-2 of the full address, where it is known
/// @param userAgent  at most [#MAX_TEXT] characters without control characters
/// @param path       likewise
public record SessionOrigin(
        @Nullable String address,
        String addressKey,
        @Nullable String country,
        @Nullable String userAgent,
        @Nullable String path) {

    /// How much is kept of a text that the sender chose.
    public static final int MAX_TEXT = 256;

    public SessionOrigin {
        userAgent = visible(userAgent);
        path = visible(path);
    }

    /// What can be shown of a text that the sender chose, or null if nothing can.
    static @Nullable String visible(@Nullable String sent) {
        if (sent == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder(Math.min(sent.length(), MAX_TEXT));
        sent.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(MAX_TEXT)
                .forEach(kept::appendCodePoint);
        return kept.isEmpty() ? null : kept.toString();
    }
}
