package io.starkbeat.query;

import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.settings.LivenessSettings;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import io.starkbeat.query.http.CorsOrigins;
import io.starkbeat.query.liveness.LivenessRules;
import java.util.List;
import java.util.stream.Stream;

/// All settings of the service. There is none for a folder: its state is in memory only.
///
/// @param port     of the API; 0 for any free one
/// @param cors     pages of which origins may read the API
/// @param feedLog  how many changes the live feed keeps
/// @param maxSubscribers how many readers it takes
/// @param liveness when a node counts as stale and as offline
/// @param kafka    where the topics are
public record QuerySettings(int port, CorsOrigins cors, int feedLog, int maxSubscribers, LivenessRules liveness,
        KafkaSettings kafka) {
    static final Setting<Integer> QUERY_PORT = Setting.port("QUERY_PORT", "Port of the API").defaultsTo("8081");
    static final Setting<CorsOrigins> CORS_ORIGINS = Setting.parsed("CORS_ORIGINS",
            "*, or origins such as https://a.example,http://localhost:3000, or none", CorsOrigins::parse,
            "Origins of the pages whose scripts may read the API (CORS)").defaultsTo("*");

    static final Setting<Integer> FEED_LOG = Setting.integer("FEED_LOG", 1, 10_000_000,
            "Changes that the live feed keeps for readers who come back after a cut").defaultsTo("50000");
    static final Setting<Integer> MAX_SUBSCRIBERS = Setting.integer("MAX_SUBSCRIBERS", 1, 1_000_000,
            "Most readers of the live feed at a time").defaultsTo("5000");

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return Stream
                .of(List.<Setting<?>>of(QUERY_PORT, CORS_ORIGINS, FEED_LOG, MAX_SUBSCRIBERS), LivenessSettings.all(),
                        KafkaSettings.all())
                .<Setting<?>>flatMap(List::stream)
                .toList();
    }

    public static QuerySettings from(SettingValues values) {
        LivenessSettings liveness = LivenessSettings.from(values);
        return new QuerySettings(values.get(QUERY_PORT), values.get(CORS_ORIGINS), values.get(FEED_LOG),
                values.get(MAX_SUBSCRIBERS),
                new LivenessRules(liveness.staleAfter(), liveness.offlineAfter()), KafkaSettings.from(values));
    }
}
