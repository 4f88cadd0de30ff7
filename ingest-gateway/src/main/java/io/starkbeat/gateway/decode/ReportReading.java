package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.EXTENSIONS_TOO_LARGE;
import static io.starkbeat.schemas.session.RejectionReason.FIELD_UNFIT;
import static io.starkbeat.schemas.session.RejectionReason.PEER_ID_INVALID;

import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.peer.PeerId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One object on its way to a report. What the specification knows is taken as it passes, whatever the dialect; what it does
/// not know is noted, and for a dialect to understand once the object is read to its end. What only some reports have (extensions, faults) is made when it is met.
final class ReportReading {
    private static final String FLAT = "spec-flat";
    private static final String NESTED = "spec-nested";
    private static final String MIXED = "spec-mixed";

    /// The node's time of the report; only outside of the groups.
    private static final String TIME = "ts";

    private final NetworkNames networks;
    private final Fields.Builder fields = Fields.builder();
    private List<ReportedEntry> foreign = List.of();
    private @Nullable Extensions extensions;
    /// One fault for each field, however often a message repeats it.
    private Map<Field, FieldFault> unfit = Map.of();
    private @Nullable FieldFault unfitTime;
    private @Nullable Instant reportedAt;
    private @Nullable String peerId;
    private boolean flat;
    private boolean nested;

    ReportReading(NetworkNames networks) {
        this.networks = networks;
    }

    /// Takes a field by the specification's name.
    ///
    /// @param grouped whether it stands in one of the specification's groups
    void take(Field field, ReportedValue value, boolean grouped) {
        FieldValue plain = value.plain(field);
        if (plain != null) {
            putPlain(field, plain);
            countForm(grouped);
            return;
        }
        switch (value.coerced(field)) {
            case Coercion.Accepted(Field taken, FieldValue fit) -> {
                put(taken, fit);
                countForm(grouped);
            }
            case Coercion.Unfit(Field refused, String reason) -> refuse(refused, "", reason);
        }
    }

    private void countForm(boolean grouped) {
        flat |= !grouped;
        nested |= grouped;
    }

    /// Takes the node's own time of the report.
    void takeTime(ReportedValue value) {
        if (value.isText()) {
            Instant plain = value.plainTime();
            if (plain != null) {
                reportedAt = plain;
                return;
            }
            try {
                reportedAt = RecordMapper.parse(value.text().strip());
                return;
            } catch (DateTimeException e) {
                // Told to the sender below, as any other value that is no time.
            }
        }
        unfitTime = new FieldFault(FIELD_UNFIT, TIME, "ts is no RFC 3339 time, such as 2024-07-11T11:46:08.602Z.");
    }

    /// Notes a key that the specification does not know, for a dialect to claim.
    void note(String key, ReportedValue value) {
        if (foreign.isEmpty()) {
            foreign = new ArrayList<>();
        }
        foreign.add(new ReportedEntry(key, value.copy()));
    }

    /// The keys outside of the groups that the specification does not know, in the order of the message; they may repeat.
    List<ReportedEntry> foreign() {
        return foreign;
    }

    @Nullable
    Instant reportedAt() {
        return reportedAt;
    }

    /// Keeps a key that means nothing outside of the groups, or not all of which a field gives back.
    void keep(ReportedEntry entry) {
        extensions().add(null, entry.key(), entry.value());
    }

    /// Keeps a key of a group that means nothing there.
    void keep(FieldGroup group, String key, ReportedValue value) {
        extensions().add(group, key, value);
    }

    /// Whether a field has a value already, or was sent one that does not fit.
    boolean hasSeen(Field field) {
        return fields.has(field) || unfit.containsKey(field);
    }

    /// Takes a field that a dialect has under another name. Where the specification's own name has given it, that counts,
    /// and the other is kept.
    void takeOrKeep(ReportedEntry entry, Field field) {
        if (hasSeen(field)) {
            keep(entry);
        } else {
            take(entry.key(), entry.value().coerced(field));
        }
    }

    /// Takes or refuses what a dialect has made of a value, unless the field has been seen.
    ///
    /// @param key the dialect's name, for the sender
    void takeUnlessSeen(String key, Coercion coercion) {
        Field field = switch (coercion) {
            case Coercion.Accepted accepted -> accepted.field();
            case Coercion.Unfit refused -> refused.field();
        };
        if (!hasSeen(field)) {
            take(key, coercion);
        }
    }

    /// Takes or refuses what a dialect has made of a value.
    ///
    /// @param key the dialect's name, for the sender
    void take(String key, Coercion coercion) {
        switch (coercion) {
            case Coercion.Accepted(Field taken, FieldValue value) -> put(taken, value);
            case Coercion.Unfit(Field refused, String reason) -> refuse(refused, " (sent as " + key + ")", reason);
        }
    }

    private void refuse(Field field, String sentAs, String reason) {
        note(field, new FieldFault(FIELD_UNFIT, field.kafkaName(), field.kafkaName() + sentAs + " " + reason + "."));
    }

    private void note(Field field, FieldFault fault) {
        if (unfit.isEmpty()) {
            unfit = new EnumMap<>(Field.class);
        }
        unfit.put(field, fault);
    }

    private void put(Field field, FieldValue value) {
        if (field == Field.PEER_ID && !PeerId.isCanonical(value.toString())) {
            fields.put(field, value);
            peerId = null;
            note(Field.PEER_ID, new FieldFault(PEER_ID_INVALID, Field.PEER_ID.kafkaName(),
                    "peer_id is no libp2p peer id (base58, as 12D3Koo…, or CIDv1); it names no node."));
        } else {
            putPlain(field, value);
        }
    }

    /// Puts a value that is no peer id, or a canonical one.
    private void putPlain(Field field, FieldValue value) {
        fields.put(field, field == Field.NETWORK_NAME
                ? new FieldValue.Text(networks.chainId(value.toString()))
                : value);
        if (field == Field.PEER_ID) {
            peerId = value.toString();
            if (!unfit.isEmpty()) {
                unfit.remove(Field.PEER_ID);
            }
        }
    }

    private Extensions extensions() {
        if (extensions == null) {
            extensions = new Extensions();
        }
        return extensions;
    }

    /// All of it, written in the specification's own form.
    DecodedReport report() {
        return report(flat && nested ? MIXED : nested ? NESTED : FLAT);
    }

    /// All of it.
    DecodedReport report(String dialect) {
        return new DecodedReport(dialect, reportedAt, fields.build(), peerId,
                extensions == null ? null : extensions.json(), faults());
    }

    private List<FieldFault> faults() {
        int dropped = extensions == null ? 0 : extensions.dropped();
        if (unfit.isEmpty() && unfitTime == null && dropped == 0) {
            return List.of();
        }
        List<FieldFault> faults = new ArrayList<>(unfit.values());
        if (unfitTime != null) {
            faults.add(unfitTime);
        }
        if (dropped > 0) {
            faults.add(
                    new FieldFault(EXTENSIONS_TOO_LARGE, null, dropped + " of the unknown keys were not kept: at most "
                            + Extensions.MAX_BYTES + " bytes and " + Extensions.MAX_DEPTH + " levels of them are."));
        }
        return faults;
    }
}
