package io.starkbeat.query;

import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.settings.CrawlSettings;
import io.starkbeat.kit.settings.LivenessSettings;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import io.starkbeat.query.catalog.ListAges;
import io.starkbeat.query.http.CorsOrigins;
import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.picture.CatalogSource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// All settings of the service. There is none for a folder: its state is in memory only.
///
/// @param port     of the API; 0 for any free one
/// @param cors     pages of which origins may read the API
/// @param listAges how old lists of all nodes may be
/// @param feedLog  how many changes the live feed keeps
/// @param maxSubscribers how many readers it takes
/// @param source   of whose words the catalog is made
/// @param liveness when a node counts as stale and as offline
/// @param kafka    where the topics are
public record QuerySettings(int port, CorsOrigins cors, ListAges listAges, int feedLog, int maxSubscribers,
        CatalogSource source, LivenessRules liveness, KafkaSettings kafka) {
    static final Setting<Integer> QUERY_PORT = Setting.port("QUERY_PORT", "Port of the API").defaultsTo("8081");
    static final Setting<CorsOrigins> CORS_ORIGINS = Setting.parsed("CORS_ORIGINS",
            "*, or origins such as https://a.example,http://localhost:3000, or none", CorsOrigins::parse,
            "Origins of the pages whose scripts may read the API (CORS)").defaultsTo("*");

    static final Setting<Integer> FEED_LOG = Setting.integer("FEED_LOG", 1, 10_000_000,
            "Changes that the live feed keeps for readers who come back after a cut").defaultsTo("50000");
    static final Setting<Integer> MAX_SUBSCRIBERS = Setting.integer("MAX_SUBSCRIBERS", 1, 1_000_000,
            "Most readers of the live feed at a time").defaultsTo("5000");

    static final Setting<Duration> LIST_MAX_AGE = Setting.duration("LIST_MAX_AGE", Duration.ZERO, Duration.ofMinutes(1),
            "Most time for which a list of all nodes is given out again though nodes have changed").defaultsTo("20ms");
    static final Setting<Duration> LIST_GZIP_MAX_AGE = Setting.duration("LIST_GZIP_MAX_AGE", Duration.ZERO,
            Duration.ofMinutes(1), "The same for lists that are asked for as gzip").defaultsTo("250ms");

    static final Setting<CatalogSource> CATALOG_SOURCE = Setting.choice("CATALOG_SOURCE", CatalogSource.class,
            "Of whose words the API makes its picture: all sources, only what nodes report, or only what the crawler found")
            .defaultsTo("all");

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return Stream
                .of(List.<Setting<?>>of(QUERY_PORT, CORS_ORIGINS, LIST_MAX_AGE, LIST_GZIP_MAX_AGE, FEED_LOG,
                        MAX_SUBSCRIBERS, CATALOG_SOURCE), LivenessSettings.all(), CrawlSettings.all(),
                        KafkaSettings.all())
                .<Setting<?>>flatMap(List::stream)
                .toList();
    }

    public static QuerySettings from(SettingValues values) {
        LivenessSettings liveness = LivenessSettings.from(values);
        return new QuerySettings(values.get(QUERY_PORT), values.get(CORS_ORIGINS),
                new ListAges(values.get(LIST_MAX_AGE), values.get(LIST_GZIP_MAX_AGE)), values.get(FEED_LOG),
                values.get(MAX_SUBSCRIBERS), values.get(CATALOG_SOURCE),
                new LivenessRules(liveness.staleAfter(), liveness.offlineAfter(),
                        CrawlSettings.from(values).interval()),
                KafkaSettings.from(values));
    }
}
