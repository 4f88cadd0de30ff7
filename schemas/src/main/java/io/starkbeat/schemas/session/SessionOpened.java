package io.starkbeat.schemas.session;

import io.starkbeat.schemas.codec.MillisecondTime;
import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A socket sent its first valid report, or goes on as a new session because it has named its peer id.
///
/// @param address    the observed peer address, as `NODE_IP` allows
/// @param addressKey HMAC of the full address: the same for two sessions of one address, and tells no address. Where the
///                   address is known to be a proxy's that hides its nodes, a key that no other socket has
/// @param country    ISO 3166-1 alpha-2, where a GeoIP database is set
/// @param userAgent  of the WebSocket handshake
/// @param path       of the WebSocket handshake
/// @param fields     what an earlier session of the same socket had told, with the peer id it has named now
/// @param continues  the id of that earlier session
public record SessionOpened(
        String sessionId,
        long seq,
        Instant receivedAt,
        String gateway,
        @Nullable String address,
        String addressKey,
        @Nullable String country,
        @Nullable String userAgent,
        @Nullable String path,
        Fields fields,
        @Nullable String continues) implements SessionEvent {

    @SuppressWarnings("NullAway") // absent in the record when empty
    public SessionOpened {
        Objects.requireNonNull(sessionId, "session_id is missing");
        receivedAt = MillisecondTime.truncated(Objects.requireNonNull(receivedAt, "received_at is missing"));
        Objects.requireNonNull(gateway, "gateway is missing");
        Objects.requireNonNull(addressKey, "address_key is missing");
        fields = fields == null ? Fields.EMPTY : fields;
    }
}
