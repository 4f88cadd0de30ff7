package io.starkbeat.gateway;

import io.starkbeat.gateway.decode.NetworkNames;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.settings.ByteSize;
import io.starkbeat.kit.settings.CidrSet;
import io.starkbeat.kit.settings.InstanceId;
import io.starkbeat.kit.settings.NodeIp;
import io.starkbeat.kit.settings.Secret;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an operator can set on a gateway.
///
/// @param port             nodes connect to it; 0 for any free one
/// @param maxFrame         a longer frame ends its session
/// @param maxMessage       a longer message is not taken; its session lives
/// @param inFlight         bytes received and not yet acknowledged by Kafka, above which sockets are not read
/// @param nodeIp           how much of a node's address leaves the gateway
/// @param trustedProxies   whose word on a node's address is believed
/// @param maxSessionsPerAddress sockets that one address may have open
/// @param maxPeerIdsPerAddress  peer ids that the sessions of one address may claim
/// @param addressKeySecret makes the key that stands for an address
/// @param geoIpDatabase    a file in MaxMind's format that tells the countries of addresses
/// @param networkNames     by which chain ids networks go in records
/// @param instanceId       names this instance in records and logs; unique among gateways that run
public record GatewaySettings(
        KafkaSettings kafka,
        int port,
        ByteSize maxFrame,
        ByteSize maxMessage,
        ByteSize inFlight,
        NodeIp nodeIp,
        CidrSet trustedProxies,
        int maxSessionsPerAddress,
        int maxPeerIdsPerAddress,
        Secret addressKeySecret,
        Optional<Path> geoIpDatabase,
        NetworkNames networkNames,
        String instanceId) {

    static final String PORT_VARIABLE = "GATEWAY_PORT";

    private static final Setting<Integer> PORT = Setting
            .port(PORT_VARIABLE, "Port on which nodes report over WebSocket")
            .defaultsTo("8080");
    // Below 1 KiB not even one report fits; a report is kept in one Kafka record, whose limit is 1 MiB by default.
    private static final ByteSize LEAST = ByteSize.ofKiB(1);
    private static final ByteSize MOST = ByteSize.ofMiB(16);
    private static final Setting<ByteSize> MAX_FRAME = Setting
            .bytes("MAX_FRAME", LEAST, MOST,
                    "Longest WebSocket frame of a node; a longer one ends the session with 1009")
            .defaultsTo("256KiB");
    private static final Setting<ByteSize> MAX_MESSAGE = Setting
            .bytes("MAX_MESSAGE", LEAST, MOST,
                    "Longest message of a node, fragments put together; a longer one is rejected, the session lives")
            .defaultsTo("256KiB");
    private static final Setting<ByteSize> IN_FLIGHT_BYTES = Setting
            .bytes("IN_FLIGHT_BYTES", ByteSize.ofKiB(64), ByteSize.ofGiB(16),
                    "Bytes received and not yet acknowledged by Kafka, above which nodes' sockets are not read")
            .defaultsTo("64MiB");
    private static final Setting<CidrSet> TRUSTED_PROXIES = Setting.cidrs("TRUSTED_PROXIES",
            "Proxies whose Forwarded or X-Forwarded-For header is believed");
    // A host with hundreds of nodes exists, as a test bed; a host with a million does not.
    private static final int MOST_OF_ADDRESS = 1_000_000;
    private static final Setting<Integer> MAX_SESSIONS_PER_ADDRESS = Setting
            .integer("MAX_SESSIONS_PER_ADDRESS", 1, MOST_OF_ADDRESS,
                    "Sessions that one address (IPv6: one /64) may have open at a gateway; more are refused with 429")
            .defaultsTo("200");
    private static final Setting<Integer> MAX_PEER_IDS_PER_ADDRESS = Setting
            .integer("MAX_PEER_IDS_PER_ADDRESS", 1, MOST_OF_ADDRESS,
                    "Peer ids that one address (IPv6: one /64) may claim at a gateway within 24 h; sessions with more "
                            + "stay unnamed")
            .defaultsTo("100");
    private static final Setting<Secret> ADDRESS_KEY_SECRET = Setting.secret("ADDRESS_KEY_SECRET", 16,
            "Key of the HMAC that stands for a node's address, the same for all gateways");

    static final String GEOIP_VARIABLE = "GEOIP_DB";
    private static final Setting<Optional<Path>> GEOIP_DB = Setting
            .path(GEOIP_VARIABLE, "File in MaxMind's format (.mmdb) that tells the countries of nodes' addresses; read "
                    + "anew when it changes")
            .optional("none");

    private static final Setting<NetworkNames> NETWORK_NAMES = Setting
            .parsed("NETWORK_NAMES", "names and chain ids such as Starknet Mainnet=SN_MAIN,My Devnet=MY_NET, or none",
                    NetworkNames::parse,
                    "More names of networks, each with the chain id that stands for it in records; they add to the "
                            + "built-in ones or replace them")
            .defaultsTo("none");

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(PORT, MAX_FRAME, MAX_MESSAGE, IN_FLIGHT_BYTES, NodeIp.SETTING,
                TRUSTED_PROXIES, MAX_SESSIONS_PER_ADDRESS, MAX_PEER_IDS_PER_ADDRESS, ADDRESS_KEY_SECRET,
                GEOIP_DB, NETWORK_NAMES, InstanceId.INSTANCE_ID));
        all.addAll(KafkaSettings.all());
        return List.copyOf(all);
    }

    public static GatewaySettings from(SettingValues values) {
        return new GatewaySettings(KafkaSettings.from(values), values.get(PORT), values.get(MAX_FRAME),
                values.get(MAX_MESSAGE), values.get(IN_FLIGHT_BYTES), values.get(NodeIp.SETTING),
                values.get(TRUSTED_PROXIES),
                values.get(MAX_SESSIONS_PER_ADDRESS), values.get(MAX_PEER_IDS_PER_ADDRESS),
                values.get(ADDRESS_KEY_SECRET), values.get(GEOIP_DB), values.get(NETWORK_NAMES),
                InstanceId.from(values));
    }
}
