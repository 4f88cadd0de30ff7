package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starkbeat.schemas.field.FieldValue;
import java.io.IOException;

/// Writes one field's value as JSON, the same way in records and in the API.
public final class FieldValueWriter {
    private FieldValueWriter() {}

    /// Writes a text as a string, a number as a number: 3 rather than 3.0, and whole numbers up to 2^64-1 in full.
    ///
    /// @throws IOException from the generator
    public static void write(FieldValue value, JsonGenerator to) throws IOException {
        switch (value) {
            case FieldValue.Text(String text) -> to.writeString(WellFormedText.of(text));
            case FieldValue.Whole(long bits) when bits >= 0 -> to.writeNumber(bits);
            case FieldValue.Whole whole -> to.writeNumber(whole.toString());
            case FieldValue.Decimal decimal when decimal.isIntegral() -> to.writeNumber((long) decimal.value());
            case FieldValue.Decimal(double number) -> to.writeNumber(number);
        }
    }
}
