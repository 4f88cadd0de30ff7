package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.field.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A type of message in Substrate's style: which of its keys are which fields. In Substrate `best` and `height` mean the
/// newest block in one type and the newest final block in another; finality is of Starknet's own chain, never L1.
@SuppressWarnings("ImmutableEnumChecker") // what Map.of and Set.of make cannot be changed
enum SubstrateMessage {
    SYSTEM_CONNECTED("system.connected", Map.of(), Set.of(SubstrateMessage.IMPLEMENTATION, SubstrateMessage.CHAIN,
            SubstrateMessage.NETWORK_ID, SubstrateMessage.AUTHORITY, SubstrateMessage.STARTUP_TIME,
            SubstrateMessage.SYSINFO, SubstrateMessage.TARGET_OS)),
    BLOCK_IMPORT("block.import",
            Map.of("best", Field.CURRENT_BLOCK_HASH_L2, "height", Field.CURRENT_BLOCK_NUMBER_L2), Set.of()),
    SYSTEM_INTERVAL("system.interval",
            Map.of("best", Field.CURRENT_BLOCK_HASH_L2, "height", Field.CURRENT_BLOCK_NUMBER_L2, "finalized_hash",
                    Field.FINALIZED_BLOCK_HASH, "finalized_height", Field.FINALIZED_BLOCK_NUMBER, "peers",
                    Field.PEER_COUNT),
            Set.of(SubstrateMessage.UPLOAD, SubstrateMessage.DOWNLOAD)),
    NOTIFY_FINALIZED("notify.finalized",
            Map.of("best", Field.FINALIZED_BLOCK_HASH, "height", Field.FINALIZED_BLOCK_NUMBER), Set.of());

    static final String IMPLEMENTATION = "implementation";
    static final String CHAIN = "chain";
    static final String NETWORK_ID = "network_id";
    static final String AUTHORITY = "authority";
    static final String STARTUP_TIME = "startup_time";
    static final String SYSINFO = "sysinfo";
    static final String TARGET_OS = "target_os";
    static final String UPLOAD = "bandwidth_upload";
    static final String DOWNLOAD = "bandwidth_download";

    private final String type;
    private final Map<String, Field> fields;
    private final Set<String> worked;

    SubstrateMessage(String type, Map<String, Field> fields, Set<String> worked) {
        this.type = type;
        this.fields = fields;
        this.worked = worked;
    }

    /// The type that an object names, or null. The last `msg` counts, as with every key.
    static @Nullable SubstrateMessage of(ReportedObject object) {
        SubstrateMessage named = null;
        for (ReportedEntry entry : object.entries()) {
            if (entry.group() == null && entry.key().equalsIgnoreCase("msg")) {
                named = entry.value() instanceof ReportedValue.Text(String text) ? ofType(text) : null;
            }
        }
        return named;
    }

    private static @Nullable SubstrateMessage ofType(String type) {
        for (SubstrateMessage message : values()) {
            if (message.type.equals(type)) {
                return message;
            }
        }
        return null;
    }

    /// The field that a key is, just as it stands; null where it is none.
    @Nullable
    Field field(String key) {
        return fields.get(key.toLowerCase(Locale.ROOT));
    }

    /// Whether a field is made from the key.
    boolean isWorked(String key) {
        return worked.contains(key.toLowerCase(Locale.ROOT));
    }
}
