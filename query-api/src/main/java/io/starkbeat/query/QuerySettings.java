package io.starkbeat.query;

import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import io.starkbeat.query.liveness.LivenessRules;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// All settings of the service. There is none for a folder: its state is in memory only.
///
/// @param port     of the API; 0 for any free one
/// @param liveness when a node counts as stale and as offline
/// @param kafka    where the topics are
public record QuerySettings(int port, LivenessRules liveness, KafkaSettings kafka) {
    static final Setting<Integer> QUERY_PORT = Setting.port("QUERY_PORT", "Port of the API").defaultsTo("8081");
    static final Setting<Duration> STALE_AFTER = Setting
            .duration("STALE_AFTER", Duration.ofSeconds(1), Duration.ofDays(30),
                    "How long after its last report a node counts as stale")
            .defaultsTo("2m");
    static final Setting<Duration> OFFLINE_AFTER = Setting
            .duration("OFFLINE_AFTER", Duration.ofSeconds(1), Duration.ofDays(30),
                    "How long after a gateway last vouched for a session it counts as gone")
            .defaultsTo("90s");

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return Stream.concat(Stream.of(QUERY_PORT, STALE_AFTER, OFFLINE_AFTER), KafkaSettings.all().stream()).toList();
    }

    public static QuerySettings from(SettingValues values) {
        return new QuerySettings(values.get(QUERY_PORT),
                new LivenessRules(values.get(STALE_AFTER), values.get(OFFLINE_AFTER)), KafkaSettings.from(values));
    }
}
