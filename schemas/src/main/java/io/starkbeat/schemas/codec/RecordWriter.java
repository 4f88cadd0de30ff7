package io.starkbeat.schemas.codec;

import java.io.IOException;

/// Writes one type of record, property by property.
///
/// For records that are written for each message: [RecordMapper] would write the same, a test holds the two to each other,
/// but it finds each property by reflection, which took most of the time of folding a backlog.
///
/// @param <T> the record's type
@FunctionalInterface
public interface RecordWriter<T> {
    /// Writes the record as one object.
    ///
    /// @throws IOException from the generator
    void write(T record, RecordGenerator to) throws IOException;
}
