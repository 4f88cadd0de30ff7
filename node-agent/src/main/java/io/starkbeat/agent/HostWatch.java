package io.starkbeat.agent;

import io.starkbeat.agent.host.Host;
import io.starkbeat.agent.host.Storage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reports how the machine is. Not for use by several threads.
final class HostWatch {
    static final String SYSTEM = "system.usage";
    /// What a process's start, told by a clock that was set meanwhile, may be before the machine's own.
    private static final long CLOCK_SLACK = 60;

    private final Host host;
    private final Optional<Path> dataDir;
    private final Reporter reporter;
    private final OperatorLine operator;

    HostWatch(Host host, Optional<Path> dataDir, Reporter reporter, OperatorLine operator) {
        this.host = host;
        this.dataDir = dataDir;
        this.reporter = reporter;
        this.operator = operator;
        // Rates are told from the second look on.
        host.load();
    }

    /// What does not change.
    Map<String, Object> facts() {
        var facts = host.facts();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("operating_system", facts.operatingSystem());
        fields.put("memory", facts.memory());
        fields.put("cpu", facts.cpu());
        if (!facts.cpuType().isBlank()) {
            fields.put("cpu_type", facts.cpuType());
        }
        storage().ifPresent(storage -> fields.put("storage", storage.total()));
        return fields;
    }

    /// Reports how it is now.
    ///
    /// @param nodeStarted when the node's process was started, in seconds since 1970, where it tells that
    void report(Optional<Double> nodeStarted) {
        var load = host.load();
        var fields = new LinkedHashMap<String, Object>();
        nodeStarted.map(started -> Math.round(System.currentTimeMillis() / 1_000.0 - started))
                .filter(uptime -> uptime >= 0
                        && uptime <= load.uptime().orElse(Long.MAX_VALUE - CLOCK_SLACK) + CLOCK_SLACK)
                .ifPresent(uptime -> fields.put("node_uptime", uptime));
        load.cpuUsage().ifPresent(usage -> fields.put("cpu_usage", usage));
        load.memoryUsage().ifPresent(usage -> fields.put("memory_usage", usage));
        storage().ifPresent(storage -> fields.put("storage_usage", storage.usage()));
        load.networkTraffic().ifPresent(traffic -> fields.put("network_traffic", traffic));
        load.uptime().ifPresent(uptime -> fields.put("host_uptime", uptime));
        reporter.report(SYSTEM, fields);
    }

    private Optional<Storage> storage() {
        var storage = dataDir.flatMap(Storage::of);
        if (dataDir.isPresent() && storage.isEmpty()) {
            operator.trouble("storage", "There is no folder " + dataDir.get() + " (--data-dir) to tell the storage of");
        } else {
            operator.well("storage", "The data folder is there again");
        }
        return storage;
    }
}
