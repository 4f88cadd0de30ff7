package io.starkbeat.schemas.field;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/// The fields that something knows about a node: immutable, at most one value per [Field], absent when unknown.
public final class Fields {
    /// Knows nothing.
    public static final Fields EMPTY = new Fields(new EnumMap<>(Field.class));

    private final EnumMap<Field, FieldValue> values;

    private Fields(EnumMap<Field, FieldValue> values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// One field, for tests and small cases.
    public static Fields of(Field field, FieldValue value) {
        return builder().put(field, value).build();
    }

    public @Nullable FieldValue get(Field field) {
        return values.get(field);
    }

    /// The text of a field that holds one; null when the field is absent or holds a number.
    public @Nullable String text(Field field) {
        return values.get(field) instanceof FieldValue.Text(String text) ? text : null;
    }

    /// The unsigned 64 bits of a field that holds an integer; empty when the field is absent or holds something else.
    public OptionalLong whole(Field field) {
        return values.get(field) instanceof FieldValue.Whole(long bits) ? OptionalLong.of(bits) : OptionalLong.empty();
    }

    public boolean has(Field field) {
        return values.containsKey(field);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /// The fields that have a value, in table order.
    public Set<Field> known() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /// Visits the fields that have a value, in table order.
    public void forEach(BiConsumer<Field, FieldValue> visitor) {
        values.forEach(visitor);
    }

    /// These fields, replaced field by field by what `newer` knows.
    public Fields overlaidBy(Fields newer) {
        if (newer.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return newer;
        }
        EnumMap<Field, FieldValue> merged = new EnumMap<>(values);
        merged.putAll(newer.values);
        return new Fields(merged);
    }

    /// Only the fields of one group.
    public Fields only(FieldGroup group) {
        Builder only = builder();
        forEach((field, value) -> {
            if (field.group() == group) {
                only.put(field, value);
            }
        });
        return only.build();
    }

    /// Whether any field of the group has a value.
    public boolean hasAnyOf(FieldGroup group) {
        for (Field field : values.keySet()) {
            if (field.group() == group) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields fields && values.equals(fields.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /// Collects values; not thread-safe.
    public static final class Builder {
        private final EnumMap<Field, FieldValue> values = new EnumMap<>(Field.class);

        private Builder() {}

        /// Sets a field; a later value replaces an earlier one.
        ///
        /// @throws IllegalArgumentException when the value is not of the family that the field holds, since it would be
        ///                                  read back as another one
        public Builder put(Field field, FieldValue value) {
            if (!field.kind().holds(value)) {
                throw new IllegalArgumentException("the field " + field.kafkaName() + " is of kind " + field.kind()
                        + " and cannot hold a " + value.getClass().getSimpleName());
            }
            values.put(field, value);
            return this;
        }

        public Builder putAll(Map<Field, FieldValue> more) {
            more.forEach(this::put);
            return this;
        }

        public boolean has(Field field) {
            return values.containsKey(field);
        }

        public Fields build() {
            return values.isEmpty() ? EMPTY : new Fields(new EnumMap<>(values));
        }
    }
}
