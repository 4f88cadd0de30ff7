package io.starkbeat.gateway.decode;

import static io.starkbeat.gateway.decode.SubstrateMessage.DOWNLOAD;
import static io.starkbeat.gateway.decode.SubstrateMessage.UPLOAD;

import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Coercion.Accepted;
import io.starkbeat.schemas.field.Coercion.Unfit;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
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

    @Override
    public @Nullable DecodedReport decode(ReportReading reading, Instant receivedAt) {
        SubstrateMessage type = SubstrateMessage.of(reading.foreign());
        if (type == null) {
            return null;
        }
        Map<String, ReportedEntry> worked = new HashMap<>();
        for (ReportedEntry entry : reading.foreign()) {
            if (type.isWorked(entry.key())) {
                worked.put(entry.key().toLowerCase(Locale.ROOT), entry);
            } else if (type.field(entry.key()) == null) {
                reading.keep(entry);
            }
        }
        for (ReportedEntry entry : reading.foreign()) {
            Field field = type.field(entry.key());
            if (field != null) {
                reading.takeOrKeep(entry, field);
            }
        }
        switch (type) {
            case SYSTEM_CONNECTED -> new SubstrateConnected(reading, worked, receivedAt).take();
            case SYSTEM_INTERVAL -> takeTraffic(reading, worked);
            case BLOCK_IMPORT, NOTIFY_FINALIZED -> {
                // No field is made from several keys.
            }
        }
        return reading.report(DIALECT);
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
            Coercion rate = entry.value().coerced(Field.NETWORK_TRAFFIC);
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
}
