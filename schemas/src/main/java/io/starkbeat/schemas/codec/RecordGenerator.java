package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.FieldTimes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the properties of a record one by one, in the form that [RecordMapper] gives them: what is not known is left out,
/// and so is an empty list. It writes to bytes only: times go there as they are. Not thread-safe; one for each record.
public final class RecordGenerator {
    private final JsonGenerator json;

    RecordGenerator(JsonGenerator json) {
        this.json = json;
    }

    /// Begins the record, or an object within it.
    public RecordGenerator start() throws IOException {
        json.writeStartObject();
        return this;
    }

    /// Begins an object as a property.
    public RecordGenerator start(String name) throws IOException {
        json.writeFieldName(name);
        return start();
    }

    /// Ends the object begun last.
    public RecordGenerator end() throws IOException {
        json.writeEndObject();
        return this;
    }

    /// A text; an empty one is known, too.
    public RecordGenerator text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeString(WellFormedText.of(value));
        }
        return this;
    }

    /// An integer.
    public RecordGenerator number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
        return this;
    }

    /// An integer that may be unknown.
    public RecordGenerator number(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, (long) value);
        }
        return this;
    }

    /// A boolean.
    public RecordGenerator flag(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
        return this;
    }

    /// A time.
    public RecordGenerator time(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            writeTime(value, json);
        }
        return this;
    }

    /// Reported fields as an object.
    public RecordGenerator fields(String name, Fields value) throws IOException {
        if (!value.isEmpty()) {
            json.writeFieldName(name);
            FieldsSerializer.write(value, json);
        }
        return this;
    }

    /// The times of the groups; an object even when there is none.
    public RecordGenerator times(String name, FieldTimes value) throws IOException {
        return start(name)
                .time("identity", value.identity())
                .time("network", value.network())
                .time("system", value.system())
                .end();
    }

    /// JSON that is carried along.
    public RecordGenerator raw(String name, @Nullable RawJson value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value.text());
        }
        return this;
    }

    /// An array, each of its elements written by the writer.
    public <T> RecordGenerator array(String name, List<T> elements, RecordWriter<T> writer) throws IOException {
        if (!elements.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (T element : elements) {
                writer.write(element, this);
            }
            json.writeEndArray();
        }
        return this;
    }

    /// A text as an element of an array.
    RecordGenerator element(String value) throws IOException {
        json.writeString(value);
        return this;
    }

    /// A record of a type that has no writer of its own, by the mapper.
    public RecordGenerator mapped(String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            RecordMapper.mapper().writeValue(json, value);
        }
        return this;
    }

    /// The whole record, by the mapper.
    RecordGenerator mapped(Object record) throws IOException {
        RecordMapper.mapper().writeValue(json, record);
        return this;
    }

    private static void writeTime(Instant time, JsonGenerator to) throws IOException {
        byte[] text = MillisecondTime.ascii(time);
        if (text != null) {
            to.writeRawUTF8String(text, 0, text.length);
        } else {
            to.writeString(RecordMapper.format(time));
        }
    }
}
