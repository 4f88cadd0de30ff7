package io.starkbeat.schemas.field;

/// The unit of a numeric field, as records carry it and the API tells it.
public enum Unit {
    NONE(""),
    BLOCKS("block number"),
    MILLISECONDS("ms"),
    SECONDS("s"),
    MEGABYTES("MB"),
    PERCENT("%"),
    CORES("cores"),
    BYTES_PER_SECOND("B/s");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /// The unit as it is shown; empty for none.
    public String symbol() {
        return symbol;
    }
}
