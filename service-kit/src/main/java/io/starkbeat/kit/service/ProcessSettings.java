package io.starkbeat.kit.service;

import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Settings of a process, whatever services are in it.
///
/// @param listenHost     the address on which all its servers listen
/// @param managementPort of the management server; 0 for any free one
/// @param drainFor       how long a process that is to stop goes on serving what is open
/// @param stopWithin     how long all services together may take to close afterwards
public record ProcessSettings(String listenHost, int managementPort, Duration drainFor, Duration stopWithin) {

    static final Setting<String> LISTEN_HOST = Setting
            .text("LISTEN_HOST", Pattern.compile("[0-9a-zA-Z.:-]+"), "an address or host name of this machine",
                    "Address on which the servers listen")
            .defaultsTo("0.0.0.0");
    static final Setting<Duration> DRAIN_FOR = Setting
            .duration("DRAIN_FOR", Duration.ZERO, Duration.ofHours(1),
                    "How long a process that is to stop goes on serving what is open, unready, before it closes")
            .defaultsTo("0s");
    static final Setting<Duration> STOP_WITHIN = Setting
            .duration("STOP_WITHIN", Duration.ofSeconds(1), Duration.ofHours(1),
                    "How long all services of a process may take to close, after DRAIN_FOR")
            .defaultsTo("30s");

    /// The setting of the management port.
    ///
    /// @param defaultPort each service has a default of its own, so that all fit on one machine
    public static Setting<Integer> managementPort(int defaultPort) {
        return Setting.port("MANAGEMENT_PORT", "Port of health, status and metrics")
                .defaultsTo(Integer.toString(defaultPort));
    }

    /// All that this record is read from.
    public static List<Setting<?>> all(int defaultManagementPort) {
        return List.of(managementPort(defaultManagementPort), LISTEN_HOST, DRAIN_FOR, STOP_WITHIN);
    }

    public static ProcessSettings from(SettingValues values, int defaultManagementPort) {
        return new ProcessSettings(values.get(LISTEN_HOST), values.get(managementPort(defaultManagementPort)),
                values.get(DRAIN_FOR), values.get(STOP_WITHIN));
    }
}
