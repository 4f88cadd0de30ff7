package io.starkbeat.gateway.decode;

import static io.starkbeat.gateway.decode.SubstrateMessage.AUTHORITY;
import static io.starkbeat.gateway.decode.SubstrateMessage.CHAIN;
import static io.starkbeat.gateway.decode.SubstrateMessage.IMPLEMENTATION;
import static io.starkbeat.gateway.decode.SubstrateMessage.NETWORK_ID;
import static io.starkbeat.gateway.decode.SubstrateMessage.STARTUP_TIME;
import static io.starkbeat.gateway.decode.SubstrateMessage.SYSINFO;
import static io.starkbeat.gateway.decode.SubstrateMessage.TARGET_OS;

import io.starkbeat.gateway.decode.ReportedValue.Kind;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Coercion.Accepted;
import io.starkbeat.schemas.field.Coercion.Unfit;
import io.starkbeat.schemas.field.Conversion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Truth;
import io.starkbeat.schemas.peer.PeerId;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node in Substrate's style says of itself when it connects: `system.connected`.
///
/// @param worked     the keys that fields are made from, by their names in lower case
/// @param receivedAt when the message came
record SubstrateConnected(ReportReading reading, Map<String, ReportedEntry> worked, Instant receivedAt) {
    private static final double MILLIS_PER_SECOND = 1000;

    void take() {
        takeClient();
        takeNetwork();
        takeAuthority();
        takeStart();
        takeMachine();
    }

    private void takeClient() {
        ReportedEntry entry = worked.get(IMPLEMENTATION);
        if (entry == null) {
            return;
        }
        if (entry.value().isText() && entry.value().text().strip().equalsIgnoreCase("Madara Node")) {
            reading.keep(entry);
            reading.takeUnlessSeen(IMPLEMENTATION, new Accepted(Field.CLIENT, new FieldValue.Text("Madara")));
        } else {
            reading.takeOrKeep(entry, Field.CLIENT);
        }
    }

    /// `network_id` is a network's name in Madara, whose `chain` is "Starknet" on every network; in Substrate's own client
    /// it is the node's peer id, and the network is its `chain`.
    private void takeNetwork() {
        ReportedEntry id = worked.get(NETWORK_ID);
        ReportedEntry chain = worked.get(CHAIN);
        if (chain != null) {
            reading.keep(chain);
        }
        if (id != null) {
            reading.keep(id);
            String text = id.value().isText() ? id.value().text().strip() : "";
            if (PeerId.parse(text).isPresent()) {
                reading.takeUnlessSeen(NETWORK_ID, Coercion.ofText(Field.PEER_ID, text));
            } else if (!text.isEmpty() || chain == null) {
                reading.takeUnlessSeen(NETWORK_ID, id.value().coerced(Field.NETWORK_NAME));
            }
        }
        if (chain != null) {
            reading.takeUnlessSeen(CHAIN, chain.value().coerced(Field.NETWORK_NAME));
        }
    }

    private void takeAuthority() {
        ReportedEntry entry = worked.get(AUTHORITY);
        if (entry == null) {
            return;
        }
        if (reading.hasSeen(Field.CAPABILITY)) {
            reading.keep(entry);
            return;
        }
        reading.take(AUTHORITY, Truth.of(entry.value().text())
                .<Coercion>map(truth -> new Accepted(Field.CAPABILITY, new FieldValue.Text(switch (truth) {
                    case YES -> "Sequencer";
                    case NO -> "FullNode";
                })))
                .orElseGet(() -> new Unfit(Field.CAPABILITY, "is neither true nor false")));
    }

    /// A start is told by the node's own clock, and so is `ts`: their difference is right even when that clock is not.
    private void takeStart() {
        ReportedEntry entry = worked.get(STARTUP_TIME);
        if (entry == null) {
            return;
        }
        reading.keep(entry);
        Coercion start = entry.value().coerced(Field.NODE_UPTIME);
        if (start instanceof Accepted(_, FieldValue.Decimal(double millis)) && millis < Conversion.EARLIEST_START) {
            reading.takeUnlessSeen(STARTUP_TIME, new Unfit(Field.NODE_UPTIME,
                    "lies before 2009; milliseconds since 1970 are expected"));
        } else if (start instanceof Accepted(_, FieldValue.Decimal(double millis))) {
            Instant told = reading.reportedAt();
            Instant now = told != null && told.toEpochMilli() >= millis ? told : receivedAt;
            double seconds = (now.toEpochMilli() - millis) / MILLIS_PER_SECOND;
            reading.takeUnlessSeen(STARTUP_TIME, seconds < 0
                    ? new Unfit(Field.NODE_UPTIME, "lies in the future; milliseconds since 1970 are expected")
                    : new Accepted(Field.NODE_UPTIME, new FieldValue.Decimal(seconds)));
        } else {
            reading.takeUnlessSeen(STARTUP_TIME, start);
        }
    }

    private void takeMachine() {
        ReportedEntry os = worked.get(TARGET_OS);
        ReportedEntry sysinfo = worked.get(SYSINFO);
        String distribution = null;
        if (sysinfo != null) {
            reading.keep(sysinfo);
            if (sysinfo.value().kind() == Kind.OBJECT) {
                distribution = takeSysinfo(sysinfo.value().reread());
            }
        }
        if (os != null && distribution == null) {
            reading.takeOrKeep(os, Field.OPERATING_SYSTEM);
        } else if (distribution != null) {
            if (os != null) {
                reading.keep(os);
            }
            reading.takeUnlessSeen(TARGET_OS, Coercion.ofText(Field.OPERATING_SYSTEM, os != null && os.value().isText()
                    ? os.value().text().strip() + " (" + distribution + ")"
                    : distribution));
        }
    }

    /// Takes what is known of the machine.
    ///
    /// @return the distribution of its operating system, or null
    private @Nullable String takeSysinfo(JsonCursor cursor) {
        String distribution = null;
        try {
            cursor.value();
            cursor.enter();
            while (cursor.nextKey()) {
                cursor.value();
                cursor.finish();
                String told = takeOfMachine(cursor.key().toLowerCase(Locale.ROOT), cursor.current());
                distribution = told == null ? distribution : told;
            }
        } catch (MessageRefusedException e) {
            throw new IllegalStateException("JSON that was read once cannot fail to be read again", e);
        }
        return distribution;
    }

    private @Nullable String takeOfMachine(String key, ReportedValue value) {
        if (value.kind() == Kind.NULL) {
            return null;
        }
        String sentAs = "sysinfo." + key;
        switch (key) {
            case "cpu" -> reading.takeUnlessSeen(sentAs, value.coerced(Field.CPU_TYPE));
            case "core_count" -> reading.takeUnlessSeen(sentAs, value.coerced(Field.CPU));
            case "memory" -> reading.takeUnlessSeen(sentAs, megabytes(value.coerced(Field.MEMORY)));
            case "linux_distro" -> {
                if (value.isText() && !value.text().isBlank()) {
                    return value.text().strip();
                }
            }
            default -> {
                // Kept with the whole of it.
            }
        }
        return null;
    }

    private static Coercion megabytes(Coercion bytes) {
        return bytes instanceof Accepted(Field field, FieldValue.Decimal(double value))
                ? new Accepted(field, new FieldValue.Decimal(value / Conversion.BYTES_PER_MEGABYTE))
                : bytes;
    }
}
