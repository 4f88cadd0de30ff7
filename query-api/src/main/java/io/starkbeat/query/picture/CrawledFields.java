package io.starkbeat.query.picture;

import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.peer.PeerSighting;
import org.jspecify.annotations.Nullable;

/// What a crawler learnt of a node, as the fields that a node reports. Peers say what they like, so texts are read as
/// strictly as those of reports are.
final class CrawledFields {
    private CrawledFields() {}

    static Fields of(PeerSighting sighting) {
        Fields.Builder fields = Fields.builder();
        put(Field.PEER_ID, sighting.peerId(), fields);
        put(Field.CLIENT, sighting.clientType(), fields);
        put(Field.VERSION, sighting.clientVersion(), fields);
        put(Field.NETWORK_NAME, sighting.network(), fields);
        Long height = sighting.blockHeight();
        if (height != null && height >= 0) {
            fields.put(Field.CURRENT_BLOCK_NUMBER_L2, new FieldValue.Whole(height));
        }
        return fields.build();
    }

    private static void put(Field field, @Nullable String told, Fields.Builder to) {
        if (told != null && Coercion.ofText(field, told) instanceof Coercion.Accepted(Field read, FieldValue value)) {
            to.put(read, value);
        }
    }
}
