package io.starkbeat.agent.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.NetworkIF;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;

/// By OSHI. Of all that it can tell, only what is cheap is asked for: no processes, no disks.
final class OshiHost implements Host {
    private static final long MEGABYTE = 1_048_576;
    /// Bridges and containers' ends, whose bytes pass a real interface as well.
    private static final Pattern VIRTUAL = Pattern.compile("(lo|docker|br-|veth|virbr|cni|flannel|cali|kube|podman).*");
    /// Interfaces come and go seldom, and listing them costs more than reading them.
    private static final Duration LIST_EVERY = Duration.ofMinutes(10);

    private final OperatingSystem system;
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final SystemInfoProvider oshi;
    private List<NetworkIF> interfaces = List.of();
    private long listedAt;
    private long @Nullable [] ticks;
    private OptionalLong bytes = OptionalLong.empty();
    private long bytesAt;

    OshiHost(SystemInfoProvider oshi) {
        this.oshi = oshi;
        this.system = oshi.getOperatingSystem();
        this.processor = oshi.getHardware().getProcessor();
        this.memory = oshi.getHardware().getMemory();
    }

    @Override
    public Facts facts() {
        return new Facts(system.getFamily() + " " + system.getVersionInfo(),
                processor.getProcessorIdentifier().getName(), processor.getLogicalProcessorCount(),
                memory.getTotal() / MEGABYTE);
    }

    @Override
    public Load load() {
        var before = ticks;
        ticks = processor.getSystemCpuLoadTicks();
        var cpu = before == null
                ? Optional.<Double>empty()
                : Optional.of(Host.tenths(processor.getSystemCpuLoadBetweenTicks(before) * 100));
        var total = memory.getTotal();
        var used = total <= 0
                ? Optional.<Double>empty()
                : Optional.of(Host.tenths((total - memory.getAvailable()) * 100.0 / total));
        return new Load(cpu.filter(value -> value >= 0 && value <= 100), used, traffic(),
                Optional.of(system.getSystemUptime()));
    }

    private Optional<Double> traffic() {
        var now = System.nanoTime();
        if (interfaces.isEmpty() || now - listedAt > LIST_EVERY.toNanos()) {
            interfaces = oshi.getHardware()
                    .getNetworkIFs()
                    .stream()
                    .filter(each -> !VIRTUAL.matcher(each.getName()).matches())
                    .toList();
            listedAt = now;
            bytes = OptionalLong.empty();
        }
        var sum = 0L;
        for (var each : interfaces) {
            each.updateAttributes();
            sum += each.getBytesRecv() + each.getBytesSent();
        }
        var before = bytes;
        var seconds = (now - bytesAt) / 1e9;
        bytes = OptionalLong.of(sum);
        bytesAt = now;
        // A counter that was set back says nothing.
        return before.isEmpty() || sum < before.getAsLong() || seconds <= 0
                ? Optional.empty()
                : Optional.of((double) Math.round((sum - before.getAsLong()) / seconds));
    }
}
