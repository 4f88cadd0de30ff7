package io.starkbeat.standalone.demo;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// What a demo node is and stays: its name, its client, its machine, how well it keeps up. A function of its number, so
/// that a node is the same after a restart.
///
/// Operators are invented, versions are of the shape that the clients use.
///
/// @param memory MB
/// @param storage MB
/// @param peers how many peers it has on average
/// @param delay from the making of a block to the node's report of it
/// @param pace how it follows the chain
/// @param nested whether it speaks the specification's nested form, else the flat one
record NodeProfile(String name, String client, String version, String capability, String operatingSystem,
        String cpuType,
        int cpu, int memory, int storage, int peers, Duration delay, Pace pace, boolean nested) {

    /// How a node follows the chain.
    enum Pace {
        /// Reports each block after its delay.
        FOLLOWS,
        /// Is some blocks behind for good.
        LAGS,
        /// Starts far behind and imports in bursts until it has caught up.
        SYNCS
    }

    /// A client and the versions of it that run side by side, the newest first.
    private record Client(String name, List<String> versions) {}

    private record Machine(String cpuType, int cpu, int memory, int storage) {}

    private static final List<Client> CLIENTS = List.of(
            new Client("Juno", List.of("v0.15.4", "v0.15.4", "v0.15.2", "v0.14.7")),
            new Client("Pathfinder", List.of("v0.20.3", "v0.20.3", "v0.20.1", "v0.18.0")),
            new Client("Madara", List.of("0.8.0-3f2a9d1c07b", "0.8.0-3f2a9d1c07b", "0.7.0-8bf85f6dc0b")),
            new Client("Papyrus", List.of("0.13.2", "0.13.2", "0.12.1")));

    /// Which client the nodes of one round of ten run, so that small networks are mixed too: 4, 3, 2, 1.
    private static final int[] CLIENT_OF_TEN = {0, 1, 2, 0, 1, 3, 0, 1, 2, 0};

    private static final List<Machine> MACHINES = List.of(new Machine("AMD EPYC 7443P", 16, 65_536, 3_815_447),
            new Machine("Intel Xeon E-2388G", 8, 32_768, 1_907_729),
            new Machine("AMD Ryzen 9 7950X", 16, 131_072, 3_815_447),
            new Machine("Ampere Altra Q80-30", 8, 16_384, 953_869), new Machine("Apple M2", 8, 16_384, 953_869),
            new Machine("Intel Core i7-12700", 12, 32_768, 1_907_729));

    private static final List<String> SYSTEMS = List.of("Ubuntu 24.04.2 LTS", "Debian GNU/Linux 12",
            "Ubuntu 22.04.5 LTS",
            "Fedora Linux 42", "Alpine Linux v3.22");

    private static final List<String> OPERATORS = List.of("lighthouse", "northwind", "blue-anchor", "meridian",
            "tessera",
            "kestrel", "foxglove", "halcyon", "saltmarsh", "obsidian", "juniper", "polar-night", "copperfield",
            "willow",
            "stonebridge", "quasar", "lantern", "driftwood", "summit", "cobalt");

    private static final List<String> PLACES = List.of("fra", "ams", "hel", "nyc", "sgp", "sao", "syd", "lon", "tok");

    /// The node of a number, counted from 0.
    static NodeProfile of(int number) {
        var random = new SplittableRandom(0x57A12BEA7L + number);
        var client = CLIENTS.get(CLIENT_OF_TEN[number % 10]);
        var machine = MACHINES.get(random.nextInt(MACHINES.size()));
        var system = machine.cpuType.startsWith("Apple") ? "macOS 15.5" : SYSTEMS.get(random.nextInt(SYSTEMS.size()));
        var pace = switch (number % 20) {
            case 7, 13 -> Pace.LAGS;
            case 11 -> Pace.SYNCS;
            default -> Pace.FOLLOWS;
        };
        // Two sequencers are enough for any network of ours; they make the blocks, so they report them first.
        var sequencer = number == 0 || number == 9;
        var delay = sequencer ? random.nextInt(40, 120) : (int) (250 + 600 * -Math.log(1 - random.nextDouble(0.98)));
        return new NodeProfile(name(number, random), client.name,
                client.versions.get(random.nextInt(client.versions.size())), sequencer ? "Sequencer" : "FullNode",
                system,
                machine.cpuType, machine.cpu, machine.memory, machine.storage, random.nextInt(18, 60),
                Duration.ofMillis(delay), pace, number % 5 == 3);
    }

    private static String name(int number, SplittableRandom random) {
        var operator = OPERATORS.get(number % OPERATORS.size());
        var place = PLACES.get(random.nextInt(PLACES.size()));
        return operator + "-" + place + "-" + (number / OPERATORS.size() + 1);
    }
}
