package io.starkbeat.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.FieldTimes;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionEntryWriterTest {
    private static final RecordCodec<SessionEntry> CODEC = new RecordCodec<>("session-entry", 1, SessionEntry.class,
            SessionEntryWriter::write);
    private static final RecordCodec<SessionEntry> BY_THE_MAPPER = new RecordCodec<>("session-entry", 1,
            SessionEntry.class);
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final SessionEntry FULL = new SessionEntry(new SessionState("s", "g", 7, 2, "203.0.113.7", "key",
            "CH",
            TIME, TIME.plusMillis(1), TIME.plusMillis(2), TIME.minusMillis(3), "peer", 3L,
            Fields.of(Field.NAME, new FieldValue.Text("Starknode")), new FieldTimes(TIME, TIME, TIME), true, "t"), 11);
    private static final SessionEntry MINIMAL = new SessionEntry(
            new SessionState("s", "g", 0, 0, null, null, null, TIME,
                    TIME, null, null, null, null, Fields.EMPTY, FieldTimes.NONE, false, null),
            0);

    @Test
    void theFullOneLeavesNothingOut() throws Exception {
        for (RecordComponent component : SessionState.class.getRecordComponents()) {
            assertThat(component.getAccessor().invoke(FULL.session())).as(component.getName()).isNotNull();
        }
        assertWrittenAsByTheMapper(FULL);
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        assertWrittenAsByTheMapper(MINIMAL);
    }

    private static void assertWrittenAsByTheMapper(SessionEntry entry) {
        byte[] written = CODEC.encode(entry);

        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo(new String(BY_THE_MAPPER.encode(entry), StandardCharsets.UTF_8));
        assertThat(CODEC.decode(written)).isEqualTo(entry);
    }
}
