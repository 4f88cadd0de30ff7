package io.starkbeat.gateway.decode;

import java.time.Instant;

/// One dialect of reports: turns an object as it was sent into its canonical form.
///
/// A dialect is recognised by the object's shape, object by object: a socket promises no dialect, and clients mix them.
/// [MessageDecoder] asks its decoders in order, and the last of them takes whatever is left.
interface ReportDecoder {
    /// Whether the object is written in this dialect.
    boolean recognises(ReportedObject object);

    /// Reads an object that it recognises. Total: what does not fit becomes a [FieldFault].
    ///
    /// @param receivedAt when the message came
    DecodedReport decode(ReportedObject object, Instant receivedAt);
}
