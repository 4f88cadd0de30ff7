package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.field.DialectKey;
import io.starkbeat.schemas.field.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A type of message in Substrate's style: which of its keys are which fields, as [DialectKey#SUBSTRATE] tells.
@SuppressWarnings("ImmutableEnumChecker") // what the collectors make cannot be changed
enum SubstrateMessage {
    SYSTEM_CONNECTED("system.connected"),
    BLOCK_IMPORT("block.import"),
    SYSTEM_INTERVAL("system.interval"),
    NOTIFY_FINALIZED("notify.finalized");

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

    SubstrateMessage(String type) {
        this.type = type;
        List<DialectKey> keys = DialectKey.SUBSTRATE.stream().filter(key -> key.messageType().equals(type)).toList();
        this.fields = keys.stream()
                .filter(DialectKey::isPlain)
                .collect(Collectors.toUnmodifiableMap(DialectKey::key, DialectKey::field));
        this.worked = keys.stream()
                .filter(key -> !key.isPlain())
                .map(DialectKey::outermost)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The type that an object names, or null. The last `msg` counts, as with every key.
    ///
    /// @param foreign its keys outside of the specification
    static @Nullable SubstrateMessage of(List<ReportedEntry> foreign) {
        SubstrateMessage named = null;
        for (ReportedEntry entry : foreign) {
            if (entry.key().equalsIgnoreCase("msg")) {
                named = entry.value().isText() ? ofType(entry.value().text()) : null;
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
