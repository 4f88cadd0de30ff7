package io.starkbeat.crawler;

import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.settings.CrawlSettings;
import io.starkbeat.kit.settings.InstanceId;
import io.starkbeat.kit.settings.NodeIp;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import java.util.ArrayList;
import java.util.List;

/// What an operator can set on a crawler.
///
/// @param bootstraps   where crawls begin
/// @param rounds       how often it crawls
/// @param allowPrivate whether addresses that are not public are dialled
/// @param concurrency  conversations at a time
/// @param heads        whether peers are asked for their newest block
/// @param nodeIp       how much of peers' addresses is recorded
/// @param instanceId   names this instance in records and logs
public record CrawlerSettings(KafkaSettings kafka, Bootstraps bootstraps, CrawlSettings rounds, boolean allowPrivate,
        int concurrency, boolean heads, NodeIp nodeIp, String instanceId) {

    /// Without it there is nothing to crawl.
    public static final String BOOTSTRAP_VARIABLE = "CRAWL_BOOTSTRAP";

    private static final Setting<Bootstraps> BOOTSTRAP = Setting.parsed(BOOTSTRAP_VARIABLE,
            "networks and multiaddrs such as SN_MAIN=/dns4/boot.example/tcp/7777/p2p/12D3Koo…,/ip4/…;SN_SEPOLIA=/dnsaddr/…",
            Bootstraps::parse,
            "Peers from which the crawler begins, by the network's chain name; private networks by the name that their"
                    + " nodes give them");
    private static final Setting<Switch> ALLOW_PRIVATE = Setting
            .choice("CRAWL_ALLOW_PRIVATE", Switch.class,
                    "Whether private, loopback and other addresses that are not public are dialled")
            .defaultsTo("no");
    private static final Setting<Integer> CONCURRENCY = Setting
            .integer("CRAWL_CONCURRENCY", 1, 1_000, "Peers that the crawler talks to at a time")
            .defaultsTo("64");
    private static final Setting<Switch> HEADS = Setting
            .choice("CRAWL_HEADS", Switch.class,
                    "Whether peers are asked for their newest block, a few headers each")
            .defaultsTo("yes");

    private enum Switch {
        YES, NO
    }

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(
                List.of(BOOTSTRAP, ALLOW_PRIVATE, CONCURRENCY, HEADS, NodeIp.SETTING, InstanceId.INSTANCE_ID));
        all.addAll(CrawlSettings.all());
        all.addAll(KafkaSettings.all());
        return List.copyOf(all);
    }

    public static CrawlerSettings from(SettingValues values) {
        return new CrawlerSettings(KafkaSettings.from(values), values.get(BOOTSTRAP), CrawlSettings.from(values),
                values.get(ALLOW_PRIVATE) == Switch.YES, values.get(CONCURRENCY), values.get(HEADS) == Switch.YES,
                values.get(NodeIp.SETTING), InstanceId.from(values));
    }
}
