package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.starkbeat.schemas.field.Fields;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// The one Jackson mapper of all records: lower snake case, absent where unknown, times as RFC 3339 with milliseconds in
/// UTC. Unknown properties are passed over, so that a record of a newer version stays readable; there is no other
/// leniency.
public final class RecordMapper {
    /// RFC 3339, always three digits of a second, always `Z`.
    private static final DateTimeFormatter RFC_3339_MILLIS = new DateTimeFormatterBuilder().appendInstant(3)
            .toFormatter();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY,
                    JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule("starkbeat")
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
        return RFC_3339_MILLIS.format(time);
    }

    /// Reads an RFC 3339 time of any offset and precision.
    ///
    /// @throws DateTimeParseException when it is none
    public static Instant parse(String time) {
        return OffsetDateTime.parse(time).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
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
            return new RawJson(context.readTree(from).toString());
        }
    }
}
