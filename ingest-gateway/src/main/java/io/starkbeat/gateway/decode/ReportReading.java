package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.EXTENSIONS_TOO_LARGE;
import static io.starkbeat.schemas.session.RejectionReason.FIELD_UNFIT;
import static io.starkbeat.schemas.session.RejectionReason.PEER_ID_INVALID;

import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.peer.PeerId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One object on its way to a report.
final class ReportReading {
    private static final String FLAT = "spec-flat";
    private static final String NESTED = "spec-nested";
    private static final String MIXED = "spec-mixed";

    /// The node's time of the report; only outside of the groups.
    private static final String TIME = "ts";

    /// Times outside of these years cannot be written as RFC 3339.
    private static final int MIN_YEAR = 0;
    private static final int MAX_YEAR = 9999;

    private final NetworkNames networks;
    private final Fields.Builder fields = Fields.builder();
    private final Extensions extensions = new Extensions();
    /// One fault for each field, however often a message repeats it.
    private final Map<Field, FieldFault> unfit = new EnumMap<>(Field.class);
    private @Nullable FieldFault unfitTime;
    private @Nullable Instant reportedAt;
    private @Nullable String peerId;
    private boolean flat;
    private boolean nested;

    ReportReading(NetworkNames networks) {
        this.networks = networks;
    }

    /// Takes an entry by the specification's names; what they do not know is an extension.
    void take(ReportedEntry entry) {
        Field field = entry.field();
        if (isTime(entry)) {
            takeTime(entry.value());
        } else if (field == null) {
            extensions.add(entry);
        } else {
            switch (coerced(field, entry.value())) {
                case Coercion.Accepted(Field taken, FieldValue value) -> takeField(entry, taken, value);
                case Coercion.Unfit(Field refused, String reason) -> unfit.put(refused,
                        new FieldFault(FIELD_UNFIT, refused.kafkaName(), refused.kafkaName() + " " + reason + "."));
            }
        }
    }

    static boolean isTime(ReportedEntry entry) {
        return entry.group() == null && entry.key().equalsIgnoreCase(TIME);
    }

    /// Whether a field has a value already, or was sent one that does not fit.
    boolean hasSeen(Field field) {
        return fields.has(field) || unfit.containsKey(field);
    }

    @Nullable
    Instant reportedAt() {
        return reportedAt;
    }

    /// Keeps an entry as it was sent.
    void keep(ReportedEntry entry) {
        extensions.add(entry);
    }

    /// Takes a value that a dialect has under another name.
    ///
    /// @param key the dialect's name, for the sender
    void take(String key, Field field, ReportedValue value) {
        take(key, coerced(field, value));
    }

    /// Takes or refuses what a dialect has made of a value.
    void take(String key, Coercion coercion) {
        switch (coercion) {
            case Coercion.Accepted(Field taken, FieldValue value) -> put(taken, value);
            case Coercion.Unfit(Field refused, String reason) -> unfit.put(refused, new FieldFault(FIELD_UNFIT,
                    refused.kafkaName(), refused.kafkaName() + " (sent as " + key + ") " + reason + "."));
        }
    }

    static Coercion coerced(Field field, ReportedValue value) {
        return switch (value) {
            case ReportedValue.Text(String text) -> Coercion.ofText(field, text);
            case ReportedValue.Numeral(String literal) -> Coercion.ofNumber(field, literal);
            case ReportedValue.Bool _ -> Coercion.ofBoolean(field);
            case ReportedValue.Nested nested -> new Coercion.Unfit(field,
                    "is an " + (nested.array() ? "array" : "object") + "; a "
                            + (field.kind().isNumeric() ? "number" : "text") + " is expected");
        };
    }

    private void takeField(ReportedEntry entry, Field field, FieldValue value) {
        put(field, value);
        flat |= entry.group() == null;
        nested |= entry.group() != null;
    }

    private void put(Field field, FieldValue value) {
        if (field == Field.NETWORK_NAME) {
            fields.put(field, new FieldValue.Text(networks.chainId(value.toString())));
        } else {
            fields.put(field, value);
        }
        if (field == Field.PEER_ID) {
            takePeerId(value.toString());
        }
    }

    private void takePeerId(String text) {
        if (PeerId.isCanonical(text)) {
            peerId = text;
            unfit.remove(Field.PEER_ID);
        } else {
            peerId = null;
            unfit.put(Field.PEER_ID, new FieldFault(PEER_ID_INVALID, Field.PEER_ID.kafkaName(),
                    "peer_id is no libp2p peer id (base58, as 12D3Koo…, or CIDv1); it names no node."));
        }
    }

    private void takeTime(ReportedValue value) {
        try {
            if (value instanceof ReportedValue.Text(String text)) {
                Instant time = RecordMapper.parse(text.strip());
                int year = time.atOffset(ZoneOffset.UTC).getYear();
                if (year >= MIN_YEAR && year <= MAX_YEAR) {
                    reportedAt = time;
                    return;
                }
            }
            unfitTime = timeFault();
        } catch (DateTimeException e) {
            unfitTime = timeFault();
        }
    }

    private static FieldFault timeFault() {
        return new FieldFault(FIELD_UNFIT, TIME, "ts is no RFC 3339 time, such as 2024-07-11T11:46:08.602Z.");
    }

    /// All of it, written in the specification's own form.
    DecodedReport report() {
        return report(flat && nested ? MIXED : nested ? NESTED : FLAT);
    }

    /// All of it.
    DecodedReport report(String dialect) {
        List<FieldFault> faults = new ArrayList<>(unfit.values());
        if (unfitTime != null) {
            faults.add(unfitTime);
        }
        if (extensions.dropped() > 0) {
            faults.add(new FieldFault(EXTENSIONS_TOO_LARGE, null, extensions.dropped() + " of the unknown keys "
                    + "were not kept: at most " + Extensions.MAX_BYTES + " bytes and " + Extensions.MAX_DEPTH
                    + " levels of them are."));
        }
        return new DecodedReport(dialect, reportedAt, fields.build(), peerId, extensions.json(), faults);
    }
}
