package io.starkbeat.schemas.codec;

/// The headers on every record.
public final class RecordHeaders {
    /// Name and version of the value's schema, see [RecordCodec#schema()].
    public static final String SCHEMA = "schema";
    /// The id of the gateway instance that wrote the record.
    public static final String GATEWAY = "gateway";
    /// The id of the crawler instance that wrote the record.
    public static final String CRAWLER = "crawler";

    private RecordHeaders() {}
}
