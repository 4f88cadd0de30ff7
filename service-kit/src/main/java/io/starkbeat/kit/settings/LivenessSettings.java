package io.starkbeat.kit.settings;

import java.time.Duration;
import java.util.List;

/// How long a node may be silent: read by whoever folds nodes and whoever shows them, who must agree.
///
/// @param staleAfter   a node that has not reported for longer is stale
/// @param offlineAfter a node that no gateway has vouched for for longer is offline
public record LivenessSettings(Duration staleAfter, Duration offlineAfter) {
    static final Setting<Duration> STALE_AFTER = Setting
            .duration("STALE_AFTER", Duration.ofSeconds(1), Duration.ofDays(1),
                    "A node that has not reported for longer is stale")
            .defaultsTo("2m");
    /// Gateways vouch for a silent session every 30 s; below twice that one late word would end a node.
    static final Setting<Duration> OFFLINE_AFTER = Setting
            .duration("OFFLINE_AFTER", Duration.ofSeconds(1), Duration.ofDays(1),
                    "A node that no gateway has vouched for for longer is offline; gateways do so every 30 s")
            .defaultsTo("90s");

    /// How long after a pause of the pipeline every node that is there has been vouched for, and has reported.
    public Duration settledAfter() {
        return staleAfter.compareTo(offlineAfter) > 0 ? staleAfter : offlineAfter;
    }

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return List.of(STALE_AFTER, OFFLINE_AFTER);
    }

    public static LivenessSettings from(SettingValues values) {
        return new LivenessSettings(values.get(STALE_AFTER), values.get(OFFLINE_AFTER));
    }
}
