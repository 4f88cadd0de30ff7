package io.starkbeat.query.picture;

import io.starkbeat.schemas.field.FieldValue;
import java.time.Instant;

/// On one thing the node and the crawler that met it disagree, at times at which both cannot be right.
///
/// @param property    its name in the API
/// @param telemetry   what the node reports (of an address: where it reports from)
/// @param telemetryAt when it last reported its group of fields (of an address: when it was last vouched for)
/// @param crawler     what the crawler was told (of an address: where a handshake proved the peer id)
/// @param crawlerAt   when
public record Contradiction(String property, FieldValue telemetry, Instant telemetryAt, FieldValue crawler,
        Instant crawlerAt) {}
