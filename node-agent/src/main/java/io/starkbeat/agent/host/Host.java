package io.starkbeat.agent.host;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.spi.SystemInfoFactory;

/// The machine as it is now. Not for use by several threads.
public interface Host {
    /// What does not change while it runs.
    ///
    /// @param memory MB
    record Facts(String operatingSystem, String cpuType, int cpu, long memory) {}

    /// How busy it is; empty where it cannot be told (yet: rates need two looks).
    ///
    /// @param cpuUsage %, since the last look
    /// @param memoryUsage %
    /// @param networkTraffic bytes a second, both ways, since the last look
    /// @param uptime seconds
    record Load(Optional<Double> cpuUsage, Optional<Double> memoryUsage, Optional<Double> networkTraffic,
            Optional<Long> uptime) {}

    Facts facts();

    Load load();

    /// The way to look at this machine: by OSHI from /proc and /sys on Linux, which needs no native library; by what the JDK
    /// tells elsewhere.
    static Host here() {
        Logger log = LoggerFactory.getLogger(Host.class);
        try {
            return new OshiHost(SystemInfoFactory.create());
        } catch (RuntimeException | LinkageError none) {
            log.info("This machine is described by what Java knows of it: there is no more here for its system");
            log.debug("no OSHI", none);
            return new JdkHost();
        }
    }

    /// To a tenth, which is all that a reader can use.
    static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
