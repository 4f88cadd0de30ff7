package io.starkbeat.gateway.country;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Where addresses are. Event loops ask, so an answer comes from memory. Thread-safe.
@FunctionalInterface
public interface Countries {
    /// Knows of no address.
    Countries UNKNOWN = _ -> null;

    /// The country of an address as ISO 3166-1 alpha-2, for example `CH`; null when it is not known.
    @Nullable
    String of(InetAddress address);
}
