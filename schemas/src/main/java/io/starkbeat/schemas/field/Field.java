package io.starkbeat.schemas.field;

import static io.starkbeat.schemas.field.FieldGroup.IDENTITY;
import static io.starkbeat.schemas.field.FieldGroup.NETWORK;
import static io.starkbeat.schemas.field.FieldGroup.SYSTEM;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The field table: every canonical field of a node, in the order in which records and documents list them.
///
/// A field has one name in Kafka records (the specification's, lower snake case) and one in the API (camel case of it,
/// except where the specification's response schema names it otherwise). Everything else that speaks of fields (records,
/// JSON Schemas, API documents) is made from this table or checked against it.
public enum Field {
    NAME("name", "nodeName", IDENTITY, FieldKind.TEXT, Unit.NONE, "The name that the operator gave the node."),
    PEER_ID("peer_id", "peerId", IDENTITY, FieldKind.PEER_ID, Unit.NONE,
            "The node's libp2p peer id; names the node when valid."),
    CLIENT("client", "nodeClientType", IDENTITY, FieldKind.TEXT, Unit.NONE, "The node's software, for example Juno."),
    VERSION("version", "nodeClientVersion", IDENTITY, FieldKind.TEXT, Unit.NONE, "The version of the node's software."),
    CAPABILITY("capability", "capability", IDENTITY, FieldKind.CAPABILITY, Unit.NONE,
            "What the node does in its network: FullNode or Sequencer."),

    NETWORK_NAME("network", "network", NETWORK, FieldKind.TEXT, Unit.NONE, "The network that the node follows."),
    STARKNET_VERSION("starknet_version", "starknetVersion", NETWORK, FieldKind.TEXT, Unit.NONE,
            "The version of Starknet's protocol."),
    JSON_RPC_VERSION("json_rpc_version", "jsonRpcVersion", NETWORK, FieldKind.TEXT, Unit.NONE,
            "The version of the JSON-RPC API that the node serves."),
    CURRENT_BLOCK_HASH_L2("current_block_hash_l2", "blockHash", NETWORK, FieldKind.HASH, Unit.NONE,
            "The hash of the newest Starknet block that the node has."),
    CURRENT_BLOCK_NUMBER_L2("current_block_number_l2", "blockHeight", NETWORK, FieldKind.WHOLE, Unit.BLOCKS,
            "The number of the newest Starknet block that the node has."),
    CURRENT_BLOCK_HASH_L1("current_block_hash_l1", "currentBlockHashL1", NETWORK, FieldKind.HASH, Unit.NONE,
            "The hash of the newest Ethereum block that the node knows."),
    CURRENT_BLOCK_NUMBER_L1("current_block_number_l1", "currentBlockNumberL1", NETWORK, FieldKind.WHOLE, Unit.BLOCKS,
            "The number of the newest Ethereum block that the node knows."),
    FINALIZED_BLOCK_HASH("finalized_block_hash", "finalizedBlockHash", NETWORK, FieldKind.HASH, Unit.NONE,
            "The hash of the newest Starknet block that the node holds final."),
    FINALIZED_BLOCK_NUMBER("finalized_block_number", "finalizedBlockNumber", NETWORK, FieldKind.WHOLE, Unit.BLOCKS,
            "The number of the newest Starknet block that the node holds final."),
    LATEST_BLOCK_TIME("latest_block_time", "latestBlockTime", NETWORK, FieldKind.NUMBER, Unit.MILLISECONDS,
            "How long the newest block took."),
    AVG_SYNC_TIME("avg_sync_time", "avgSyncTime", NETWORK, FieldKind.NUMBER, Unit.MILLISECONDS,
            "How long the node takes for a block on average."),
    ESTIMATE_SYNC("estimate_sync", "estimateSync", NETWORK, FieldKind.NUMBER, Unit.MILLISECONDS,
            "How long the node expects to need until it has caught up."),
    TX_NUMBER("tx_number", "txNumber", NETWORK, FieldKind.WHOLE, Unit.NONE, "Transactions in the newest block."),
    EVENT_NUMBER("event_number", "eventNumber", NETWORK, FieldKind.WHOLE, Unit.NONE, "Events in the newest block."),
    MESSAGE_NUMBER("message_number", "messageNumber", NETWORK, FieldKind.WHOLE, Unit.NONE,
            "Messages between the layers in the newest block."),
    PEER_COUNT("peer_count", "peerCount", NETWORK, FieldKind.WHOLE, Unit.NONE, "Peers that the node is connected to."),

    NODE_UPTIME("node_uptime", "nodeUptime", SYSTEM, FieldKind.NUMBER, Unit.SECONDS, "How long the node has run."),
    OPERATING_SYSTEM("operating_system", "operatingSystem", SYSTEM, FieldKind.TEXT, Unit.NONE,
            "The operating system of its machine."),
    MEMORY("memory", "memory", SYSTEM, FieldKind.NUMBER, Unit.MEGABYTES, "The machine's memory."),
    MEMORY_USAGE("memory_usage", "memoryUsage", SYSTEM, FieldKind.PERCENT, Unit.PERCENT,
            "The share of the machine's memory in use."),
    CPU("cpu", "cpu", SYSTEM, FieldKind.WHOLE, Unit.CORES, "The machine's processor cores."),
    CPU_TYPE("cpu_type", "cpuType", SYSTEM, FieldKind.TEXT, Unit.NONE, "The model of its processor."),
    CPU_USAGE("cpu_usage", "cpuUsage", SYSTEM, FieldKind.PERCENT, Unit.PERCENT, "The share of processor time in use."),
    STORAGE("storage", "storage", SYSTEM, FieldKind.NUMBER, Unit.MEGABYTES, "The machine's storage."),
    STORAGE_USAGE("storage_usage", "storageUsage", SYSTEM, FieldKind.PERCENT, Unit.PERCENT,
            "The share of the machine's storage in use."),
    NETWORK_TRAFFIC("network_traffic", "networkTraffic", SYSTEM, FieldKind.NUMBER, Unit.BYTES_PER_SECOND,
            "What the node sends and receives over its network.", "networkTraffic");

    /// The longest text that a field keeps, in characters (Unicode code points).
    public static final int MAX_TEXT = 256;

    private static final Map<String, Field> BY_KAFKA_NAME = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(Field::kafkaName, field -> field));

    private static final Map<String, Field> BY_REPORTED_NAME = reportedNames();

    /// Of a field that nodes confuse with another: the one that a text of words means, which is no value of the first.
    private static final Map<Field, Field> MEANT_BY_WORDS = Map.of(CPU, CPU_TYPE);

    private final String kafkaName;
    private final String apiName;
    private final FieldGroup group;
    private final FieldKind kind;
    private final Unit unit;
    private final String meaning;
    @SuppressWarnings("ImmutableEnumChecker") // always from List.of
    private final List<String> otherNames;

    /// @param otherNames what else the field is called in reports: the API's name, where it is the only one that the
    ///                   specification has
    Field(String kafkaName, String apiName, FieldGroup group, FieldKind kind, Unit unit, String meaning,
            String... otherNames) {
        this.kafkaName = kafkaName;
        this.apiName = apiName;
        this.group = group;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.otherNames = List.of(otherNames);
    }

    /// The name in Kafka records, for example `current_block_number_l2`.
    public String kafkaName() {
        return kafkaName;
    }

    /// The name in the API, for example `blockHeight`.
    public String apiName() {
        return apiName;
    }

    public FieldGroup group() {
        return group;
    }

    public FieldKind kind() {
        return kind;
    }

    public Unit unit() {
        return unit;
    }

    /// One sentence for documents.
    public String meaning() {
        return meaning;
    }

    /// What else it may be called in a report; compared without case, like every key.
    public List<String> otherNames() {
        return otherNames;
    }

    /// Which values the field keeps.
    public ValueRange range() {
        return kind.range();
    }

    /// Whether a report may write the field's value so.
    public boolean takes(ReportedForm form) {
        return kind.takes(form);
    }

    /// The field that is meant when a text of words is sent as this one; null when that is a text which does not fit. Nodes
    /// send a processor's name as `cpu`, which is its number of cores.
    public @Nullable Field meantByWords() {
        return MEANT_BY_WORDS.get(this);
    }

    /// The field with this name in records, or null.
    public static @Nullable Field byKafkaName(String kafkaName) {
        return BY_KAFKA_NAME.get(kafkaName);
    }

    /// The field that a report means by this key, or null. Keys are compared without case: the specification's schema
    /// writes `JSON_RPC_version` and `CPU_usage` where its example writes `json_rpc_version` and `cpu_usage`.
    public static @Nullable Field byReportedName(String key) {
        Field exact = BY_REPORTED_NAME.get(key);
        return exact != null ? exact : BY_REPORTED_NAME.get(key.toLowerCase(Locale.ROOT));
    }

    /// Whether a value lies in the range that the API shows. What lies outside stays in the records as it was sent.
    public boolean inRange(FieldValue value) {
        return kind.range().shows(value);
    }

    /// The names of all fields in records, in table order.
    public static List<String> kafkaNames() {
        return Stream.of(values()).map(Field::kafkaName).toList();
    }

    private static Map<String, Field> reportedNames() {
        Map<String, Field> names = new HashMap<>(BY_KAFKA_NAME);
        for (Field field : values()) {
            field.otherNames.forEach(name -> names.put(name.toLowerCase(Locale.ROOT), field));
        }
        return Map.copyOf(names);
    }
}
