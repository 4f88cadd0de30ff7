package io.starkbeat.kit.settings;

import java.time.Duration;
import java.util.List;

/// How often peers are met: read by the crawler, and by whoever shows what it met, who must agree.
///
/// @param interval from the beginning of one round to that of the next
public record CrawlSettings(Duration interval) {
    /// Two connections to a peer are 30 s apart; below a minute rounds would mostly wait for that.
    public static final Setting<Duration> CRAWL_INTERVAL = Setting
            .duration("CRAWL_INTERVAL", Duration.ofMinutes(1), Duration.ofDays(1),
                    "How often the crawler crawls; a node that only it knows is stale when not met for two of these, offline "
                            + "for four")
            .defaultsTo("30m");

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return List.of(CRAWL_INTERVAL);
    }

    public static CrawlSettings from(SettingValues values) {
        return new CrawlSettings(values.get(CRAWL_INTERVAL));
    }
}
