package io.starkbeat.standalone.demo;

import static io.starkbeat.standalone.demo.NodeProfile.Pace.SYNCS;

import io.starkbeat.schemas.field.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// One demo node without its socket: what it has to say at a time, and when it next has something to say.
///
/// It keeps what a node keeps while its process runs (uptime, how far it has synced, load); [#boot(Instant)] is a new
/// start of that process. Not for use by several threads.
final class SimulatedNode {
    /// The network that all demo nodes are on.
    static final String NETWORK = "demo";

    private static final String STARKNET_VERSION = "0.14.0";
    private static final String JSON_RPC_VERSION = "0.9.0";

    /// How far behind a syncing node starts, and how fast it imports: it has caught up in about two minutes.
    private static final long SYNC_DISTANCE = 5_000;
    private static final long SYNC_BLOCKS_PER_SECOND = 40;
    /// A syncing node tells where it is, not every block.
    private static final Duration SYNC_REPORTS = Duration.ofSeconds(1);

    private final NodeProfile profile;
    private final String peerId;
    private final DemoChain chain;
    private final Drift cpuUsage;
    private final Drift memoryUsage;
    private final Drift traffic;
    private final Drift peers;
    private final Drift blocksBehind;
    private final Drift importTime;
    private final double storageUsage;
    private Instant bootedAt;
    private Instant syncStartedAt;
    private long syncedFrom;
    private long newestHeight;

    SimulatedNode(NodeProfile profile, String peerId, DemoChain chain, SplittableRandom random, Instant now) {
        this.profile = profile;
        this.peerId = peerId;
        this.chain = chain;
        cpuUsage = new Drift(random.split(), random.nextDouble(8, 45), 3, 0.5, 98);
        memoryUsage = new Drift(random.split(), random.nextDouble(30, 75), 0.8, 10, 95);
        traffic = new Drift(random.split(), random.nextDouble(150_000, 2_500_000), 90_000, 4_000, 12_000_000);
        peers = new Drift(random.split(), profile.peers(), 1.2, 3, 120);
        blocksBehind = new Drift(random.split(), 6, 0.7, 2, 12);
        importTime = new Drift(random.split(), random.nextDouble(180, 900), 25, 60, 3_000);
        storageUsage = random.nextDouble(25, 60);
        // Nodes did not all start with the demo: some have been up for weeks.
        bootedAt = now.minusSeconds(random.nextLong(3_600, 40L * 86_400));
        syncStartedAt = now;
        syncedFrom = Math.max(0, chain.heightAt(now) - SYNC_DISTANCE);
    }

    NodeProfile profile() {
        return profile;
    }

    /// The node's process starts anew: its uptime, and its sync from where it was.
    void boot(Instant now) {
        syncedFrom = height(now);
        syncStartedAt = now;
        bootedAt = now;
    }

    /// Who the node is, and what does not change while it runs: the first report of every session.
    Report identity() {
        var fields = new LinkedHashMap<Field, Object>();
        fields.put(Field.NAME, profile.name());
        fields.put(Field.PEER_ID, peerId);
        fields.put(Field.CLIENT, profile.client());
        fields.put(Field.VERSION, profile.version());
        fields.put(Field.CAPABILITY, profile.capability());
        fields.put(Field.NETWORK_NAME, NETWORK);
        fields.put(Field.STARKNET_VERSION, STARKNET_VERSION);
        fields.put(Field.JSON_RPC_VERSION, JSON_RPC_VERSION);
        fields.put(Field.OPERATING_SYSTEM, profile.operatingSystem());
        fields.put(Field.MEMORY, profile.memory());
        fields.put(Field.CPU, profile.cpu());
        fields.put(Field.CPU_TYPE, profile.cpuType());
        fields.put(Field.STORAGE, profile.storage());
        return new Report("node.identity", fields);
    }

    /// What the node sees of its network, with the newest block that it has.
    Report network(Instant now) {
        var height = height(now);
        var block = chain.block(height);
        var l1 = chain.l1At(now);
        var average = importTime.next();
        var behind = chain.heightAt(now) - height;
        Map<Field, Object> fields = new LinkedHashMap<>();
        fields.put(Field.CURRENT_BLOCK_HASH_L2, block.hash());
        fields.put(Field.CURRENT_BLOCK_NUMBER_L2, height);
        fields.put(Field.CURRENT_BLOCK_HASH_L1, l1.hash());
        fields.put(Field.CURRENT_BLOCK_NUMBER_L1, l1.number());
        fields.put(Field.LATEST_BLOCK_TIME,
                Duration.between(chain.madeAt(Math.max(0, height - 1)), chain.madeAt(height)).toMillis());
        fields.put(Field.AVG_SYNC_TIME, Math.round(average));
        fields.put(Field.ESTIMATE_SYNC, isSyncing(now) ? behind * 1_000 / SYNC_BLOCKS_PER_SECOND : 0);
        fields.put(Field.TX_NUMBER, block.transactions());
        fields.put(Field.EVENT_NUMBER, block.events());
        fields.put(Field.MESSAGE_NUMBER, block.messages());
        fields.put(Field.PEER_COUNT, Math.round(peers.next()));
        return new Report("network.update", fields);
    }

    /// How the node's machine is.
    Report system(Instant now) {
        var importing = isSyncing(now) ? 30 : 0;
        Map<Field, Object> fields = new LinkedHashMap<>();
        fields.put(Field.NODE_UPTIME, Duration.between(bootedAt, now).toSeconds());
        fields.put(Field.CPU_USAGE, tenths(Math.min(99, cpuUsage.next() + importing)));
        fields.put(Field.MEMORY_USAGE, tenths(memoryUsage.next()));
        // Disks only fill: a tenth of a percent in three hours, and cleaned up each month.
        var grown = Duration.between(DemoChain.GENESIS, now).toSeconds() % 2_592_000L / 108_000.0;
        fields.put(Field.STORAGE_USAGE, tenths(storageUsage + grown));
        fields.put(Field.NETWORK_TRAFFIC, Math.round(traffic.next()));
        return new Report("system.usage", fields);
    }

    /// When the node next has a block to report.
    Instant nextNetworkReport(Instant now) {
        return isSyncing(now)
                ? now.plus(SYNC_REPORTS)
                : chain.madeAt(chain.heightAt(now.minus(profile.delay())) + 1).plus(profile.delay());
    }

    /// Never goes back: a node that lags by less now is not one that lost blocks.
    private long height(Instant now) {
        // What has not reached the node yet it does not know.
        var known = chain.heightAt(now.minus(profile.delay()));
        newestHeight = Math.max(newestHeight, switch (profile.pace()) {
            case FOLLOWS -> known;
            case LAGS -> Math.max(0, known - Math.round(blocksBehind.next()));
            case SYNCS -> Math.min(known, synced(now));
        });
        return newestHeight;
    }

    private boolean isSyncing(Instant now) {
        return profile.pace() == SYNCS && synced(now) < chain.heightAt(now.minus(profile.delay()));
    }

    private long synced(Instant now) {
        return syncedFrom + Duration.between(syncStartedAt, now).toMillis() * SYNC_BLOCKS_PER_SECOND / 1_000;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
