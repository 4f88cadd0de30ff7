package io.starkbeat.agent.host;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/// By what the JDK tells on every system: no traffic, no uptime, no processor's name.
final class JdkHost implements Host {
    private static final long MEGABYTE = 1_048_576;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public Facts facts() {
        return new Facts(system.getName() + " " + system.getVersion(), system.getArch(),
                system.getAvailableProcessors(), system.getTotalMemorySize() / MEGABYTE);
    }

    @Override
    public Load load() {
        var cpu = system.getCpuLoad();
        var total = system.getTotalMemorySize();
        return new Load(cpu < 0 || Double.isNaN(cpu) ? Optional.empty() : Optional.of(Host.tenths(cpu * 100)),
                total <= 0
                        ? Optional.empty()
                        : Optional.of(Host.tenths((total - system.getFreeMemorySize()) * 100.0 / total)),
                Optional.empty(), Optional.empty());
    }
}
