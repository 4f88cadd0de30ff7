package io.starkbeat.query.question;

/// The value of a property, as orders compare it and as cursors carry it.
sealed interface OrderValue {

    /// A text whose case is part of it, such as an id.
    record Exact(String text) implements OrderValue {}

    /// A text for people: ordered without regard to case first, so that Zeta comes behind alpha.
    record Text(String text) implements OrderValue {}

    /// A number of 64 bits.
    ///
    /// @param bits unsigned
    record Whole(long bits) implements OrderValue {}

    record Decimal(double number) implements OrderValue {}

    /// The family that the values of one property are of.
    enum Kind {
        EXACT,
        TEXT,
        WHOLE,
        DECIMAL;

        /// Reads what [OrderValue#written()] wrote.
        ///
        /// @throws IllegalArgumentException for anything else
        OrderValue read(String written) {
            return switch (this) {
                case EXACT -> new Exact(written);
                case TEXT -> new Text(written);
                case WHOLE -> new Whole(Long.parseUnsignedLong(written));
                case DECIMAL -> {
                    double number = Double.parseDouble(written);
                    if (!Double.isFinite(number)) {
                        throw new IllegalArgumentException("no property is infinite");
                    }
                    yield new Decimal(number);
                }
            };
        }
    }

    /// The value as text, which [Kind#read] reads.
    default String written() {
        return switch (this) {
            case Exact(String text) -> text;
            case Text(String text) -> text;
            case Whole(long bits) -> Long.toUnsignedString(bits);
            case Decimal(double number) -> Double.toString(number);
        };
    }

    /// Compares two values of one property.
    ///
    /// @throws ClassCastException when they are of two families
    static int compare(OrderValue a, OrderValue b) {
        return switch (a) {
            case Exact(String text) -> text.compareTo(((Exact) b).text);
            case Text(String text) -> {
                String other = ((Text) b).text;
                int withoutCase = text.compareToIgnoreCase(other);
                yield withoutCase != 0 ? withoutCase : text.compareTo(other);
            }
            case Whole(long bits) -> Long.compareUnsigned(bits, ((Whole) b).bits);
            case Decimal(double number) -> Double.compare(number, ((Decimal) b).number);
        };
    }
}
