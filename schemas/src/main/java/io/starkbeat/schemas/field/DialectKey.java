package io.starkbeat.schemas.field;

import static io.starkbeat.schemas.field.Conversion.AS_SENT;
import static io.starkbeat.schemas.field.Conversion.AUTHORITY;
import static io.starkbeat.schemas.field.Conversion.BYTES_TO_MEGABYTES;
import static io.starkbeat.schemas.field.Conversion.CHAIN_ID;
import static io.starkbeat.schemas.field.Conversion.CHAIN_ID_OR_PEER_ID;
import static io.starkbeat.schemas.field.Conversion.CLIENT_NAME;
import static io.starkbeat.schemas.field.Conversion.SUM;
import static io.starkbeat.schemas.field.Conversion.SYSTEM_NAME;
import static io.starkbeat.schemas.field.Conversion.UPTIME_OF_START;

import java.util.List;

/// A key by which a dialect means a field, and which the specification does not know. Decoders are built on this table, and
/// documents and schemas are made from it.
///
/// @param messageType the type of message (its `msg`) in which the key has this meaning
/// @param key         in lower case; behind a dot the key inside of an object
/// @param field       what it means
/// @param conversion  how the one becomes the other
public record DialectKey(String messageType, String key, Field field, Conversion conversion) {
    private static final String CONNECTED = "system.connected";
    private static final String IMPORT = "block.import";
    private static final String INTERVAL = "system.interval";
    private static final String FINALIZED = "notify.finalized";

    /// The keys of Substrate's telemetry, as Madara up to v0.7 and Deoxys send them. `best` and `height` mean the newest
    /// block in one type and the newest final block in another; finality is of Starknet's own chain, never of L1.
    public static final List<DialectKey> SUBSTRATE = List.of(
            new DialectKey(CONNECTED, "implementation", Field.CLIENT, CLIENT_NAME),
            new DialectKey(CONNECTED, "chain", Field.NETWORK_NAME, CHAIN_ID),
            new DialectKey(CONNECTED, "network_id", Field.NETWORK_NAME, CHAIN_ID_OR_PEER_ID),
            new DialectKey(CONNECTED, "authority", Field.CAPABILITY, AUTHORITY),
            new DialectKey(CONNECTED, "startup_time", Field.NODE_UPTIME, UPTIME_OF_START),
            new DialectKey(CONNECTED, "target_os", Field.OPERATING_SYSTEM, SYSTEM_NAME),
            new DialectKey(CONNECTED, "sysinfo.linux_distro", Field.OPERATING_SYSTEM, SYSTEM_NAME),
            new DialectKey(CONNECTED, "sysinfo.memory", Field.MEMORY, BYTES_TO_MEGABYTES),
            new DialectKey(CONNECTED, "sysinfo.core_count", Field.CPU, AS_SENT),
            new DialectKey(CONNECTED, "sysinfo.cpu", Field.CPU_TYPE, AS_SENT),

            new DialectKey(IMPORT, "best", Field.CURRENT_BLOCK_HASH_L2, AS_SENT),
            new DialectKey(IMPORT, "height", Field.CURRENT_BLOCK_NUMBER_L2, AS_SENT),

            new DialectKey(INTERVAL, "best", Field.CURRENT_BLOCK_HASH_L2, AS_SENT),
            new DialectKey(INTERVAL, "height", Field.CURRENT_BLOCK_NUMBER_L2, AS_SENT),
            new DialectKey(INTERVAL, "finalized_hash", Field.FINALIZED_BLOCK_HASH, AS_SENT),
            new DialectKey(INTERVAL, "finalized_height", Field.FINALIZED_BLOCK_NUMBER, AS_SENT),
            new DialectKey(INTERVAL, "peers", Field.PEER_COUNT, AS_SENT),
            new DialectKey(INTERVAL, "bandwidth_upload", Field.NETWORK_TRAFFIC, SUM),
            new DialectKey(INTERVAL, "bandwidth_download", Field.NETWORK_TRAFFIC, SUM),

            new DialectKey(FINALIZED, "best", Field.FINALIZED_BLOCK_HASH, AS_SENT),
            new DialectKey(FINALIZED, "height", Field.FINALIZED_BLOCK_NUMBER, AS_SENT));

    /// Whether the key stands inside of an object, which is then kept whole as it was sent.
    public boolean isNested() {
        return key.indexOf('.') >= 0;
    }

    /// The key of the message itself: of a nested one the object's.
    public String outermost() {
        return isNested() ? key.substring(0, key.indexOf('.')) : key;
    }

    /// Whether the field is the key's value just as it stands in the message.
    public boolean isPlain() {
        return conversion == AS_SENT && !isNested();
    }

    /// Whether what was sent is kept among the extensions beside the field.
    public boolean keepsAsSent() {
        return isNested() || conversion.keepsAsSent();
    }
}
