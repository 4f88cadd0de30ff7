package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// Writes fields as one JSON object under their names in records, in table order.
final class FieldsSerializer extends StdSerializer<Fields> {
    private static final long serialVersionUID = 1L;

    /// Escaped and encoded once.
    private static final Map<Field, SerializableString> NAMES = new EnumMap<>(Field.class);

    static {
        for (Field field : Field.values()) {
            NAMES.put(field, new SerializedString(field.kafkaName()));
        }
    }

    private static final Field[] TABLE = Field.values();

    FieldsSerializer() {
        super(Fields.class);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Fields value) {
        return value.isEmpty();
    }

    @Override
    public void serialize(Fields fields, JsonGenerator to, SerializerProvider provider) throws IOException {
        write(fields, to);
    }

    static void write(Fields fields, JsonGenerator to) throws IOException {
        to.writeStartObject();
        for (Field field : TABLE) {
            FieldValue value = fields.get(field);
            if (value != null) {
                to.writeFieldName(NAMES.get(field));
                FieldValueWriter.write(value, to);
            }
        }
        to.writeEndObject();
    }
}
