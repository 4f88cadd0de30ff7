package io.starkbeat.query.dashboard;

import io.starkbeat.query.dashboard.PaintedNode.Standing;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Nodes as a dashboard may meet them, on three networks that make blocks: the same for the same seed, as far as time does
/// not come into it. Whoever turns it says what time it is. Confined to one thread.
final class PaintedNetwork {
    private static final List<String> NAMES = List.of("lighthouse", "northwind", "blue-anchor", "meridian", "tessera",
            "kestrel", "foxglove", "halcyon", "saltmarsh", "obsidian", "juniper", "polar-night", "copperfield",
            "willow",
            "stonebridge", "quasar", "lantern", "driftwood", "summit", "cobalt");
    private static final List<String> PLACES = List.of("DE", "US", "FI", "DE", "FR", "US", "SG", "NL", "JP", "BR", "GB",
            "US", "CA", "AU", "PL", "DE", "CH", "IN");
    private static final String[][] CLIENTS = {{"Juno", "v0.15.4", "v0.15.4", "v0.15.2", "v0.14.7"},
            {"Pathfinder", "v0.20.3", "v0.20.3", "v0.20.1", "v0.18.0"}, {"Madara", "0.8.0-3f2a9d1c07b", "0.7.0"},
            {"Papyrus", "0.13.2", "0.12.1"}};
    private static final int[] CLIENT_OF_TEN = {0, 1, 2, 0, 1, 3, 0, 1, 2, 0};
    private static final Duration SYSTEM_REPORTS = Duration.ofSeconds(20);

    private final SplittableRandom random;
    private final List<PaintedNode> nodes = new ArrayList<>();
    private final List<Chain> chains = new ArrayList<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));

    /// Something that a node does at a time.
    private record Due(Instant at, PaintedNode node, Consumer<PaintedNode> act) {}

    /// A network, its blocks and who follows it.
    private static final class Chain {
        final String name;
        final Duration interval;
        final List<PaintedNode> followers = new ArrayList<>();
        long height;
        Instant next;

        Chain(String name, Duration interval, long height, Instant next) {
            this.name = name;
            this.interval = interval;
            this.height = height;
            this.next = next;
        }
    }

    /// @param count    how many nodes
    /// @param interval the mean time between two blocks of the largest network
    PaintedNetwork(int count, Duration interval, long seed, Instant now) {
        random = new SplittableRandom(seed);
        chains.add(new Chain("SN_MAIN", interval, 1_482_310, now.plus(interval)));
        chains.add(new Chain("SN_SEPOLIA", interval.multipliedBy(2), 903_771, now.plus(interval)));
        chains.add(new Chain("SN_INTEGRATION_SEPOLIA", interval.multipliedBy(3), 77_004, now.plus(interval)));
        for (int number = 0; number < count; number++) {
            Chain chain = chains.get(number % 10 < 7 ? 0 : number % 10 < 9 ? 1 : 2);
            PaintedNode node = paint(number, chain, now);
            nodes.add(node);
            // One in twelve is behind for good, and follows no block.
            if (number % 12 != 5 && node.isOnline()) {
                chain.followers.add(node);
            }
            due.add(new Due(now.plusMillis(random.nextLong(SYSTEM_REPORTS.toMillis())), node, this::load));
        }
    }

    private PaintedNode paint(int number, Chain chain, Instant now) {
        String[] client = CLIENTS[CLIENT_OF_TEN[number % 10]];
        PaintedNode node = new PaintedNode("12D3KooW" + base58(36), now.minusSeconds(random.nextInt(60, 90_000)));
        node.says(Field.CLIENT, client[0]).says(Field.VERSION, client[1 + random.nextInt(client.length - 1)])
                .says(Field.CAPABILITY, number % 40 == 0 ? "Sequencer" : "FullNode")
                .says(Field.NETWORK_NAME, chain.name)
                .says(Field.MEMORY, 65_536).says(Field.CPU, 16).says(Field.CPU_TYPE, "AMD EPYC 7443P")
                .says(Field.OPERATING_SYSTEM, "Debian GNU/Linux 12").says(Field.STORAGE, 3_815_447)
                .says(Field.STORAGE_USAGE, random.nextInt(30, 85))
                .says(Field.NODE_UPTIME, random.nextInt(600, 4_000_000))
                .says(Field.STARKNET_VERSION, "0.14.1").says(Field.JSON_RPC_VERSION, "0.9.0");
        if (number % 17 != 16) {
            node.says(Field.NAME, NAMES.get(number % NAMES.size()) + "-" + (number / NAMES.size() + 1));
        }
        node.in(PLACES.get(random.nextInt(PLACES.size())))
                .at("198.51." + number / 250 % 250 + "." + (number % 250 + 1));
        node.known(number % 3 == 0, number % 29 == 7,
                number % 3 == 0
                        ? new NodeSource[]{NodeSource.TELEMETRY, NodeSource.CRAWLER}
                        : new NodeSource[]{NodeSource.TELEMETRY});
        if (number % 31 == 13) {
            node.contradicted();
        }
        node.standing(number % 15 == 14 ? Standing.OFFLINE : number % 11 == 10 ? Standing.STALE : Standing.ONLINE);
        long behind = number % 12 == 5 ? random.nextInt(4, 900) : 0;
        at(node, chain.height - behind);
        load(node);
        return node;
    }

    /// The nodes as they are.
    List<PaintedNode> nodes() {
        return nodes;
    }

    /// One more node, which follows the largest network.
    PaintedNode add(String nodeId, String name, Instant now) {
        PaintedNode node = new PaintedNode(nodeId, now).says(Field.NAME, name)
                .says(Field.NETWORK_NAME, chains.getFirst().name);
        at(node, chains.getFirst().height);
        nodes.add(node);
        chains.getFirst().followers.add(node);
        return node;
    }

    /// What happens up to a time.
    ///
    /// @param changed told of each node that has changed
    void turn(Instant now, Consumer<NodeState> changed) {
        for (Chain chain : chains) {
            if (!chain.next.isAfter(now)) {
                long height = ++chain.height;
                chain.next = chain.next.plusMillis(
                        Math.round(chain.interval.toMillis() * random.nextDouble(0.8, 1.2)));
                for (PaintedNode node : chain.followers) {
                    long delay = Math.round(120 + 700 * -Math.log(1 - random.nextDouble(0.99)));
                    due.add(new Due(now.plusMillis(delay), node, each -> at(each, height)));
                }
            }
        }
        while (!due.isEmpty() && !due.peek().at.isAfter(now)) {
            Due next = due.poll();
            next.act.accept(next.node);
            if (next.node.isOnline()) {
                changed.accept(next.node.state(now));
            }
        }
    }

    private void at(PaintedNode node, long height) {
        node.says(Field.CURRENT_BLOCK_NUMBER_L2, height)
                .says(Field.CURRENT_BLOCK_HASH_L2, "0x" + Long.toHexString(height * 0x9E3779B97F4A7C15L | 1L << 62)
                        + Long.toHexString(height * 0x2545F4914F6CDD1DL | 1L << 62))
                .says(Field.TX_NUMBER, 20 + height % 200);
    }

    private void load(PaintedNode node) {
        node.says(Field.CPU_USAGE, random.nextInt(4, 62)).says(Field.MEMORY_USAGE, random.nextInt(20, 80))
                .says(Field.PEER_COUNT, random.nextInt(18, 64))
                .says(Field.NETWORK_TRAFFIC, random.nextInt(90_000, 4_000_000));
        if (!due.isEmpty()) {
            due.add(new Due(due.peek().at.plus(SYSTEM_REPORTS), node, this::load));
        }
    }

    private String base58(int digits) {
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
