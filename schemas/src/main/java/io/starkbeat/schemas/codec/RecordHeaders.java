package io.starkbeat.schemas.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The headers on every record.
public final class RecordHeaders {
    /// Name and version of the value's schema, see [RecordCodec#schema()].
    public static final String SCHEMA = "schema";
    /// The id of the gateway instance that wrote the record.
    public static final String GATEWAY = "gateway";
    /// The id of the crawler instance that wrote the record.
    public static final String CRAWLER = "crawler";

    /// More is no name of a schema.
    private static final int MAX_SCHEMA = 100;

    private RecordHeaders() {}

    /// Whether a record with this header [#SCHEMA] may be read as such: it names the schema, in any version, or there is
    /// none, since whoever writes by hand need not.
    public static boolean allows(byte @Nullable [] schema, RecordCodec<?> codec) {
        return schema == null || schema.length <= MAX_SCHEMA
                && new String(schema, StandardCharsets.UTF_8).startsWith(codec.name() + "/");
    }
}
