package io.starkbeat.gateway.country;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.Supplier;

/// The meters of the country database, there only where one is set (names with `starkbeat_gateway_` before them):
///
/// - `country_lookups_total` by `outcome`: `found`, `unknown` (the database does not have the address), `failed` (it is
///   damaged there). Sockets of private addresses, and of proxies that hide their nodes, are not looked up.
/// - `country_db_reloads_total` by `outcome`: `taken`, or `refused`, when the file was changed into one that is none and the
///   former edition stays. Alert on `refused`.
/// - `country_db_built_seconds`: when the edition in use was made, in Unix time. Alert when it is months old.
///
/// Thread-safe.
final class CountryMetrics {
    private static final String PREFIX = "starkbeat.gateway.country.";

    private final Counter found;
    private final Counter unknown;
    private final Counter failed;
    private final Counter taken;
    private final Counter refused;

    CountryMetrics(MeterRegistry meters, Supplier<Instant> builtAt) {
        found = lookups(meters, "found");
        unknown = lookups(meters, "unknown");
        failed = lookups(meters, "failed");
        taken = reloads(meters, "taken");
        refused = reloads(meters, "refused");
        Gauge.builder(PREFIX + "db.built", () -> builtAt.get().getEpochSecond())
                .baseUnit("seconds")
                .description("When the country database in use was made, in Unix time")
                .register(meters);
    }

    private static Counter lookups(MeterRegistry meters, String outcome) {
        return Counter.builder(PREFIX + "lookups")
                .tag("outcome", outcome)
                .description("Addresses of which the country was looked up")
                .register(meters);
    }

    private static Counter reloads(MeterRegistry meters, String outcome) {
        return Counter.builder(PREFIX + "db.reloads")
                .tag("outcome", outcome)
                .description("Changes of the country database's file")
                .register(meters);
    }

    void lookedUp(boolean known) {
        (known ? found : unknown).increment();
    }

    /// Counts a look-up that failed; returns how many did so far.
    long lookupFailed() {
        failed.increment();
        return (long) failed.count();
    }

    void reloaded() {
        taken.increment();
    }

    void reloadRefused() {
        refused.increment();
    }
}
