package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import java.io.IOException;

/// Reads fields from their names in records. A field that this version does not know (a newer one wrote it) is passed
/// over; a value that does not fit its field makes the record undecodable, since no gateway writes one.
final class FieldsDeserializer extends StdDeserializer<Fields> {
    private static final long serialVersionUID = 1L;

    FieldsDeserializer() {
        super(Fields.class);
    }

    @Override
    public Fields deserialize(JsonParser from, DeserializationContext context) throws IOException {
        if (from.currentToken() != JsonToken.START_OBJECT) {
            return (Fields) context.handleUnexpectedToken(Fields.class, from);
        }
        Fields.Builder fields = Fields.builder();
        for (String name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
            JsonToken token = from.nextToken();
            Field field = Field.byKafkaName(name);
            if (field == null) {
                from.skipChildren();
                continue;
            }
            fields.put(field, read(field, token, from, context));
        }
        return fields.build();
    }

    private static FieldValue read(Field field, JsonToken token, JsonParser from, DeserializationContext context)
            throws IOException {
        // A text is taken as it stands: it was cleaned when it was written, and must come back as the same.
        if (token == JsonToken.VALUE_STRING && !field.kind().isNumeric()) {
            return new FieldValue.Text(from.getText());
        }
        if (token.isNumeric() && Coercion.ofNumber(field, from.getText()) instanceof Coercion.Accepted accepted
                && accepted.field() == field) {
            return accepted.value();
        }
        throw context.weirdStringException(from.getText(), Fields.class, field.kafkaName() + " cannot hold this");
    }
}
