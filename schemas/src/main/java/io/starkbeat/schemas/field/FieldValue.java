package io.starkbeat.schemas.field;

/// The value of one field, of the family that the field's [FieldKind] decides.
public sealed interface FieldValue {

    /// A text of kind [FieldKind#TEXT], [FieldKind#PEER_ID], [FieldKind#CAPABILITY] or [FieldKind#HASH].
    record Text(String value) implements FieldValue {
        @Override
        public String toString() {
            return value;
        }
    }

    /// An unsigned 64-bit integer.
    ///
    /// @param bits the value's 64 bits; compare and print it as unsigned
    record Whole(long bits) implements FieldValue {
        @Override
        public String toString() {
            return Long.toUnsignedString(bits);
        }
    }

    /// A finite number of kind [FieldKind#NUMBER] or [FieldKind#PERCENT].
    record Decimal(double value) implements FieldValue {
        /// Below this every whole double is exact, and is printed without a fraction.
        private static final double EXACT = 1L << 53;

        /// @throws IllegalArgumentException for NaN and the infinities, which JSON cannot carry
        public Decimal {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a field's number must be finite, but is " + value);
            }
            // Minus zero becomes zero: both are written as 0, and a value must equal what is read back.
            value += 0.0;
        }

        /// Whether the value is printed as an integer: 3, not 3.0.
        public boolean isIntegral() {
            return value == Math.rint(value) && Math.abs(value) < EXACT;
        }

        @Override
        public String toString() {
            return isIntegral() ? Long.toString((long) value) : Double.toString(value);
        }
    }
}
