package io.starkbeat.schemas.codec;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.FieldTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes the properties of a record one by one, in the form that [RecordMapper] gives them: what is not known is left out,
/// and so is an empty list. Not thread-safe.
public final class RecordGenerator {
    /// In the order of the table: each message has most of its names from here.
    private static final byte[][] NAMES = Stream.of(Field.values()).map(Field::kafkaName).map(JsonBytes::quoted)
            .toArray(byte[][]::new);

    private final JsonBytes json;
    private final BiConsumer<Field, FieldValue> fieldWriter;

    @SuppressWarnings("EnumOrdinal") // places in an array that never leaves the process
    RecordGenerator(JsonBytes json) {
        this.json = json;
        this.fieldWriter = (field, value) -> {
            json.name(NAMES[field.ordinal()]);
            json.value(value);
        };
    }

    /// Begins the record, or an object within it.
    public RecordGenerator start() throws IOException {
        json.start('{');
        return this;
    }

    /// Begins an object as a property.
    public RecordGenerator start(String name) throws IOException {
        json.name(name);
        return start();
    }

    /// Ends the object begun last.
    public RecordGenerator end() throws IOException {
        json.end('}');
        return this;
    }

    /// A text; an empty one is known, too.
    public RecordGenerator text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.name(name);
            json.text(value);
        }
        return this;
    }

    /// An integer.
    public RecordGenerator number(String name, long value) throws IOException {
        json.name(name);
        json.number(value);
        return this;
    }

    /// An integer that may be unknown.
    public RecordGenerator number(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            number(name, (long) value);
        }
        return this;
    }

    /// A boolean.
    public RecordGenerator flag(String name, boolean value) throws IOException {
        json.name(name);
        json.word(value ? "true" : "false");
        return this;
    }

    /// A time.
    public RecordGenerator time(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.name(name);
            writeTime(value);
        }
        return this;
    }

    /// Reported fields as an object.
    public RecordGenerator fields(String name, Fields value) throws IOException {
        if (!value.isEmpty()) {
            start(name);
            value.forEach(fieldWriter);
            end();
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
            json.name(name);
            json.json(value.text().getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /// An array, each of its elements written by the writer.
    public <T> RecordGenerator array(String name, List<T> elements, RecordWriter<T> writer) throws IOException {
        if (!elements.isEmpty()) {
            json.name(name);
            json.start('[');
            for (T element : elements) {
                writer.write(element, this);
            }
            json.end(']');
        }
        return this;
    }

    /// A text as an element of an array.
    RecordGenerator element(String value) throws IOException {
        json.text(value);
        return this;
    }

    /// A record of a type that has no writer of its own, by the mapper.
    public RecordGenerator mapped(String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.name(name);
            json.json(RecordMapper.mapper().writeValueAsBytes(value));
        }
        return this;
    }

    /// The whole record, by the mapper.
    RecordGenerator mapped(Object record) throws IOException {
        json.json(RecordMapper.mapper().writeValueAsBytes(record));
        return this;
    }

    private void writeTime(Instant time) {
        if (!json.time(time)) {
            json.text(RecordMapper.format(time));
        }
    }
}
