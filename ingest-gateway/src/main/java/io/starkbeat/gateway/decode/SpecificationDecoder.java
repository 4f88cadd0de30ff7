package io.starkbeat.gateway.decode;

import java.time.Instant;

/// The specification's own forms: flat as in its example session, nested as in its payload schema, or a mix of both in
/// one message; with or without the `payload`/`ts` envelope, with or without `msg`.
///
/// A key that comes twice counts as it came last, whichever way it was written: later words win within a message as they
/// do between messages. A value that does not fit its field is dropped alone; an earlier one of the same key then stays.
/// What the specification does not know is an extension.
final class SpecificationDecoder implements ReportDecoder {
    /// Reads any object.
    @Override
    public DecodedReport decode(ReportReading reading, Instant receivedAt) {
        reading.foreign().forEach(reading::keep);
        return reading.report();
    }
}
