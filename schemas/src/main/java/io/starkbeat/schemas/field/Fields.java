package io.starkbeat.schemas.field;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/// The fields that something knows about a node: immutable, at most one value per [Field], absent when unknown.
///
/// One array with a place for each field: every message makes one of these, and each node is one.
@SuppressWarnings("EnumOrdinal") // as in an EnumMap: places in an array that never leaves the process
public final class Fields {
    private static final Field[] TABLE = Field.values();

    /// Knows nothing.
    public static final Fields EMPTY = new Fields(new FieldValue[TABLE.length]);

    private final @Nullable FieldValue[] values;

    private Fields(@Nullable FieldValue[] values) {
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
        return values[field.ordinal()];
    }

    /// The text of a field that holds one; null when the field is absent or holds a number.
    public @Nullable String text(Field field) {
        return get(field) instanceof FieldValue.Text(String text) ? text : null;
    }

    /// The unsigned 64 bits of a field that holds an integer; empty when the field is absent or holds something else.
    public OptionalLong whole(Field field) {
        return get(field) instanceof FieldValue.Whole(long bits) ? OptionalLong.of(bits) : OptionalLong.empty();
    }

    public boolean has(Field field) {
        return get(field) != null;
    }

    public boolean isEmpty() {
        for (FieldValue value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }

    /// The fields that have a value, in table order.
    public Set<Field> known() {
        Set<Field> known = EnumSet.noneOf(Field.class);
        forEach((field, _) -> known.add(field));
        return Collections.unmodifiableSet(known);
    }

    /// Visits the fields that have a value, in table order.
    public void forEach(BiConsumer<Field, FieldValue> visitor) {
        for (int i = 0; i < values.length; i++) {
            FieldValue value = values[i];
            if (value != null) {
                visitor.accept(TABLE[i], value);
            }
        }
    }

    /// These fields, replaced field by field by what `newer` knows.
    public Fields overlaidBy(Fields newer) {
        if (newer.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return newer;
        }
        @Nullable
        FieldValue[] merged = values.clone();
        for (int i = 0; i < merged.length; i++) {
            if (newer.values[i] != null) {
                merged[i] = newer.values[i];
            }
        }
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
        for (Field field : TABLE) {
            if (field.group() == group && has(field)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields fields && Arrays.equals(values, fields.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        Map<Field, FieldValue> known = new EnumMap<>(Field.class);
        forEach(known::put);
        return known.toString();
    }

    /// Collects values; not thread-safe.
    public static final class Builder {
        private @Nullable FieldValue[] values = new FieldValue[TABLE.length];
        private boolean any;
        /// The array is that of built fields by now, and is not to be written to.
        private boolean built;

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
            if (built) {
                values = values.clone();
                built = false;
            }
            values[field.ordinal()] = value;
            any = true;
            return this;
        }

        public Builder putAll(Map<Field, FieldValue> more) {
            more.forEach(this::put);
            return this;
        }

        public boolean has(Field field) {
            return values[field.ordinal()] != null;
        }

        public Fields build() {
            if (!any) {
                return EMPTY;
            }
            built = true;
            return new Fields(values);
        }
    }
}
