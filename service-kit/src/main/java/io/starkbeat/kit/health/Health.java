package io.starkbeat.kit.health;

import java.util.List;

/// How a service is, as a list of checks. It is asked for on an event loop: making one only reads state.
///
/// A service is live while all its [Probe#LIVE] checks are ok (a failed one means that only a new process helps), and
/// ready while all its checks are (a failed [Probe#READY] one heals, or is being worked on).
///
/// @param checks in the order in which they are shown
public record Health(List<Check> checks) {
    /// What a failed check says about the process.
    public enum Probe {
        /// Broken for good: have the process replaced.
        LIVE,
        /// Not able to serve now: send nobody here.
        READY
    }

    /// One check.
    ///
    /// @param name   what is checked, in a word or two: `broker`, `streams`
    /// @param detail how it is, for a person, also when it is ok
    public record Check(String name, Probe probe, boolean ok, String detail) {}

    public Health {
        checks = List.copyOf(checks);
    }

    public static Health of(Check... checks) {
        return new Health(List.of(checks));
    }

    /// A check that, failing, calls for a new process.
    public static Check live(String name, boolean ok, String detail) {
        return new Check(name, Probe.LIVE, ok, detail);
    }

    /// A check that, failing, keeps work away.
    public static Check ready(String name, boolean ok, String detail) {
        return new Check(name, Probe.READY, ok, detail);
    }

    public boolean isLive() {
        return checks.stream().allMatch(check -> check.ok() || check.probe() != Probe.LIVE);
    }

    public boolean isReady() {
        return checks.stream().allMatch(Check::ok);
    }
}
