package io.starkbeat.gateway.decode;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One dialect of reports: understands the keys that the specification does not know.
///
/// A dialect is recognised by the object's shape, object by object: a socket promises no dialect, and clients mix them.
/// [MessageDecoder] asks its decoders in order; what none of them recognises is in the specification's own forms, which
/// are the last one's.
interface ReportDecoder {
    /// The report, or null when the object is not in this dialect. Total: what does not fit becomes a [FieldFault].
    ///
    /// @param reading    an object read to its end, with what the specification's own keys gave: so an object can be in a
    ///                   dialect by its `msg` even where that comes last
    /// @param receivedAt when the message came
    @Nullable
    DecodedReport decode(ReportReading reading, Instant receivedAt);
}
