package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.starkbeat.schemas.field.Fields;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// The one Jackson mapper of all records: lower snake case, absent where unknown, times as RFC 3339 with milliseconds in
/// UTC. Unknown properties are passed over, so that a record of a newer version stays readable; there is no other
/// leniency.
public final class RecordMapper {
    /// RFC 3339 has years of four digits.
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /// RFC 3339, always three digits of a second, always `Z`.
    private static final DateTimeFormatter RFC_3339_MILLIS = new DateTimeFormatterBuilder().appendInstant(3)
            .toFormatter();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY,
                    JsonInclude.Include.ALWAYS))
            // A text that is known to be empty (the body of an empty message) is not an unknown one.
            .withConfigOverride(String.class, text -> text.setInclude(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS)))
            // A record's questions, such as isContinued(), are none of its components.
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            // An emoji as its UTF-8, not as two escapes.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> text
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new SimpleModule("starkbeat")
                    .addSerializer(new TextSerializer())
                    .addSerializer(new InstantSerializer())
                    .addDeserializer(Instant.class, new InstantDeserializer())
                    .addSerializer(new FieldsSerializer())
                    .addDeserializer(Fields.class, new FieldsDeserializer())
                    .addSerializer(new RawJsonSerializer())
                    .addDeserializer(RawJson.class, new RawJsonDeserializer()))
            .build();

    private RecordMapper() {}

    /// The shared mapper; do not configure it further.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /// A time as records carry it, for example `2024-07-11T11:46:08.602Z`.
    public static String format(Instant time) {
        String text = MillisecondTime.format(time);
        return text != null ? text : RFC_3339_MILLIS.format(time);
    }

    /// Reads an RFC 3339 time of any offset, to the nanosecond. A leap second is the second before it.
    ///
    /// @throws DateTimeParseException when it is none, or when it lies outside the years 0000 to 9999 in UTC
    public static Instant parse(String time) {
        Instant ours = MillisecondTime.parse(time);
        if (ours != null) {
            return ours;
        }
        Instant instant = Instant.parse(time);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DateTimeParseException("a year from 0000 to 9999 is expected, in UTC", time, 0);
        }
        return instant;
    }

    private static final class TextSerializer extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        private TextSerializer() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeString(WellFormedText.of(value));
        }
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        private InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeString(format(value));
        }
    }

    private static final class InstantDeserializer extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        private InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser from, DeserializationContext context) throws IOException {
            String text = from.getText();
            try {
                return parse(text);
            } catch (DateTimeParseException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "no RFC 3339 time");
            }
        }
    }

    private static final class RawJsonSerializer extends StdSerializer<RawJson> {
        private static final long serialVersionUID = 1L;

        private RawJsonSerializer() {
            super(RawJson.class);
        }

        @Override
        public void serialize(RawJson value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeRawValue(value.text());
        }
    }

    private static final class RawJsonDeserializer extends StdDeserializer<RawJson> {
        private static final long serialVersionUID = 1L;

        private RawJsonDeserializer() {
            super(RawJson.class);
        }

        @Override
        public RawJson deserialize(JsonParser from, DeserializationContext context) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator to = MAPPER.getFactory().createGenerator(text)) {
                copyValue(from, to);
            }
            return new RawJson(text.toString());
        }

        /// Copies numbers as they are written: read as numbers, long ones would lose digits and large ones overflow.
        private static void copyValue(JsonParser from, JsonGenerator to) throws IOException {
            int open = 0;
            for (JsonToken token = from.currentToken();; token = from.nextToken()) {
                if (token.isNumeric()) {
                    to.writeNumber(from.getText());
                } else {
                    to.copyCurrentEvent(from);
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (open == 0) {
                    return;
                }
            }
        }
    }
}
