package io.starkbeat.gateway.decode;

import static io.starkbeat.gateway.decode.SubstrateMessage.AUTHORITY;
import static io.starkbeat.gateway.decode.SubstrateMessage.CHAIN;
import static io.starkbeat.gateway.decode.SubstrateMessage.DOWNLOAD;
import static io.starkbeat.gateway.decode.SubstrateMessage.IMPLEMENTATION;
import static io.starkbeat.gateway.decode.SubstrateMessage.NETWORK_ID;
import static io.starkbeat.gateway.decode.SubstrateMessage.STARTUP_TIME;
import static io.starkbeat.gateway.decode.SubstrateMessage.SYSINFO;
import static io.starkbeat.gateway.decode.SubstrateMessage.TARGET_OS;
import static io.starkbeat.gateway.decode.SubstrateMessage.UPLOAD;

import com.fasterxml.jackson.core.JsonParser;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Coercion.Accepted;
import io.starkbeat.schemas.field.Coercion.Unfit;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.peer.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Substrate's style, as Madara up to v0.7 and Deoxys send it: `{"id", "ts", "payload": {"msg", …}}`, or the payload alone.
/// An object is in it when its `msg` is a [SubstrateMessage]; an unknown type says nothing about its keys.
///
/// The specification's fields come with a `msg` too, and count whatever it says; where both are there, the field's own name
/// outranks Substrate's. What a field cannot give back stays among the extensions as it was sent.
final class SubstrateDecoder implements ReportDecoder {
    private static final String DIALECT = "substrate";
    private static final double BYTES_PER_MEGABYTE = 1_048_576;
    private static final double MILLIS_PER_SECOND = 1000;

    private final NetworkNames networks;

    SubstrateDecoder(NetworkNames networks) {
        this.networks = networks;
    }

    @Override
    public boolean recognises(ReportedObject object) {
        return SubstrateMessage.of(object) != null;
    }

    @Override
    public DecodedReport decode(ReportedObject object, Instant receivedAt) {
        SubstrateMessage type = SubstrateMessage.of(object);
        ReportReading reading = new ReportReading(networks);
        if (type == null) {
            object.entries().forEach(reading::take);
            return reading.report();
        }
        Map<String, ReportedEntry> worked = new HashMap<>();
        for (ReportedEntry entry : object.entries()) {
            if (isForeign(entry) && type.isWorked(entry.key())) {
                worked.put(entry.key().toLowerCase(Locale.ROOT), entry);
            } else if (!isForeign(entry) || type.field(entry.key()) == null) {
                reading.take(entry);
            }
        }
        for (ReportedEntry entry : object.entries()) {
            Field field = isForeign(entry) ? type.field(entry.key()) : null;
            if (field != null) {
                takeUnlessSeen(reading, entry, field);
            }
        }
        switch (type) {
            case SYSTEM_CONNECTED -> new Connected(reading, worked, receivedAt).take();
            case SYSTEM_INTERVAL -> takeTraffic(reading, worked);
            case BLOCK_IMPORT, NOTIFY_FINALIZED -> {
                // No field is made from several keys.
            }
        }
        return reading.report(DIALECT);
    }

    /// Whether the specification has no such key.
    private static boolean isForeign(ReportedEntry entry) {
        return entry.group() == null && entry.field() == null && !ReportReading.isTime(entry);
    }

    private static void takeUnlessSeen(ReportReading reading, ReportedEntry entry, Field field) {
        if (reading.hasSeen(field)) {
            reading.keep(entry);
        } else {
            reading.take(entry.key(), field, entry.value());
        }
    }

    /// Both directions make the traffic; the sum does not give them back, so they are kept as well.
    private static void takeTraffic(ReportReading reading, Map<String, ReportedEntry> worked) {
        boolean seen = reading.hasSeen(Field.NETWORK_TRAFFIC);
        double sum = 0;
        boolean any = false;
        for (String direction : new String[]{UPLOAD, DOWNLOAD}) {
            ReportedEntry entry = worked.get(direction);
            if (entry == null) {
                continue;
            }
            reading.keep(entry);
            Coercion rate = ReportReading.coerced(Field.NETWORK_TRAFFIC, entry.value());
            if (rate instanceof Accepted(_, FieldValue.Decimal(double bytes))) {
                sum += bytes;
                any = true;
            } else if (!seen) {
                reading.take(direction, rate);
            }
        }
        if (any && !seen) {
            reading.take(UPLOAD, Double.isFinite(sum)
                    ? new Accepted(Field.NETWORK_TRAFFIC, new FieldValue.Decimal(sum))
                    : new Unfit(Field.NETWORK_TRAFFIC, "is larger than any number it can be"));
        }
    }

    /// What a node says of itself when it connects.
    private record Connected(ReportReading reading, Map<String, ReportedEntry> worked, Instant receivedAt) {
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
            if (entry.value() instanceof ReportedValue.Text(String text)
                    && text.strip().equalsIgnoreCase("Madara Node")) {
                reading.keep(entry);
                takeUnlessSeen(IMPLEMENTATION, new Accepted(Field.CLIENT, new FieldValue.Text("Madara")));
            } else {
                SubstrateDecoder.takeUnlessSeen(reading, entry, Field.CLIENT);
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
                String text = id.value() instanceof ReportedValue.Text(String sent) ? sent.strip() : "";
                if (PeerId.parse(text).isPresent()) {
                    takeUnlessSeen(NETWORK_ID, Coercion.ofText(Field.PEER_ID, text));
                } else if (!text.isEmpty() || chain == null) {
                    takeUnlessSeen(NETWORK_ID, ReportReading.coerced(Field.NETWORK_NAME, id.value()));
                }
            }
            if (chain != null) {
                takeUnlessSeen(CHAIN, ReportReading.coerced(Field.NETWORK_NAME, chain.value()));
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
            Boolean authority = truth(entry.value());
            reading.take(AUTHORITY, authority == null
                    ? new Unfit(Field.CAPABILITY, "is neither true nor false")
                    : new Accepted(Field.CAPABILITY, new FieldValue.Text(authority ? "Sequencer" : "FullNode")));
        }

        @SuppressWarnings("NullAway") // null: neither
        private static @Nullable Boolean truth(ReportedValue value) {
            String word = switch (value) {
                case ReportedValue.Bool(boolean bool) -> Boolean.toString(bool);
                case ReportedValue.Text(String text) -> text.strip().toLowerCase(Locale.ROOT);
                case ReportedValue.Numeral(String literal) -> literal;
                case ReportedValue.Nested _ -> "";
            };
            return switch (word) {
                case "true", "1" -> Boolean.TRUE;
                case "false", "0" -> Boolean.FALSE;
                default -> null;
            };
        }

        /// A start is told by the node's own clock, and so is `ts`: their difference is right even when that clock is not.
        private void takeStart() {
            ReportedEntry entry = worked.get(STARTUP_TIME);
            if (entry == null) {
                return;
            }
            reading.keep(entry);
            Coercion start = ReportReading.coerced(Field.NODE_UPTIME, entry.value());
            if (start instanceof Accepted(_, FieldValue.Decimal(double millis))) {
                Instant told = reading.reportedAt();
                Instant now = told != null && told.toEpochMilli() >= millis ? told : receivedAt;
                double seconds = (now.toEpochMilli() - millis) / MILLIS_PER_SECOND;
                takeUnlessSeen(STARTUP_TIME, seconds < 0
                        ? new Unfit(Field.NODE_UPTIME, "lies in the future; milliseconds since 1970 are expected")
                        : new Accepted(Field.NODE_UPTIME, new FieldValue.Decimal(seconds)));
            } else {
                takeUnlessSeen(STARTUP_TIME, start);
            }
        }

        private void takeMachine() {
            ReportedEntry os = worked.get(TARGET_OS);
            ReportedEntry sysinfo = worked.get(SYSINFO);
            String distribution = null;
            if (sysinfo != null) {
                reading.keep(sysinfo);
                if (sysinfo.value() instanceof ReportedValue.Nested nested && !nested.array()) {
                    distribution = takeSysinfo(nested.json());
                }
            }
            if (os != null && distribution == null) {
                SubstrateDecoder.takeUnlessSeen(reading, os, Field.OPERATING_SYSTEM);
            } else if (distribution != null) {
                if (os != null) {
                    reading.keep(os);
                }
                takeUnlessSeen(TARGET_OS, Coercion.ofText(Field.OPERATING_SYSTEM,
                        os != null && os.value() instanceof ReportedValue.Text(String name)
                                ? name.strip() + " (" + distribution + ")"
                                : distribution));
            }
        }

        /// Takes what is known of the machine.
        ///
        /// @return the distribution of its operating system, or null
        private @Nullable String takeSysinfo(String json) {
            String distribution = null;
            for (ReportedEntry entry : entries(json)) {
                switch (entry.key().toLowerCase(Locale.ROOT)) {
                    case "cpu" -> takeUnlessSeen(entry, Field.CPU_TYPE);
                    case "core_count" -> takeUnlessSeen(entry, Field.CPU);
                    case "memory" -> takeUnlessSeen("sysinfo.memory",
                            ReportReading.coerced(Field.MEMORY,
                                    entry.value()) instanceof Accepted(var field, FieldValue.Decimal(double bytes))
                                            ? new Accepted(field, new FieldValue.Decimal(bytes / BYTES_PER_MEGABYTE))
                                            : ReportReading.coerced(Field.MEMORY, entry.value()));
                    case "linux_distro" -> {
                        if (entry.value() instanceof ReportedValue.Text(String text) && !text.isBlank()) {
                            distribution = text.strip();
                        }
                    }
                    default -> {
                        // Kept with the whole of it.
                    }
                }
            }
            return distribution;
        }

        private void takeUnlessSeen(ReportedEntry entry, Field field) {
            takeUnlessSeen("sysinfo." + entry.key().toLowerCase(Locale.ROOT),
                    ReportReading.coerced(field, entry.value()));
        }

        private void takeUnlessSeen(String key, Coercion coercion) {
            Field field = switch (coercion) {
                case Accepted accepted -> accepted.field();
                case Unfit unfit -> unfit.field();
            };
            if (!reading.hasSeen(field)) {
                reading.take(key, coercion);
            }
        }

        /// The keys of an object that was read as JSON once already.
        private static Iterable<ReportedEntry> entries(String json) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            try (JsonParser parser = MessageDecoder.JSON.createParser(bytes)) {
                parser.nextToken();
                return new ReportedObjectReader(parser, bytes).read().entries();
            } catch (IOException e) {
                throw new UncheckedIOException("JSON that was read once cannot fail to be read again", e);
            }
        }
    }
}
