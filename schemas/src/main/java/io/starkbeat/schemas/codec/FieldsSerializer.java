package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import java.io.IOException;

/// Writes fields as one JSON object under their names in records, in table order.
final class FieldsSerializer extends StdSerializer<Fields> {
    private static final long serialVersionUID = 1L;

    FieldsSerializer() {
        super(Fields.class);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Fields value) {
        return value.isEmpty();
    }

    @Override
    public void serialize(Fields fields, JsonGenerator to, SerializerProvider provider) throws IOException {
        to.writeStartObject();
        for (Field field : fields.known()) {
            FieldValue value = fields.get(field);
            if (value != null) {
                to.writeFieldName(field.kafkaName());
                FieldValueWriter.write(value, to);
            }
        }
        to.writeEndObject();
    }
}
