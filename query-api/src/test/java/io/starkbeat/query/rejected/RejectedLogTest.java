package io.starkbeat.query.rejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectedLogTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private static RejectedMessage rejected(String session, int second, byte[] message) {
        return new RejectedMessage(session, NOON.plusSeconds(second), "gateway-1", null, RejectionReason.NOT_JSON,
                "number " + second, null, 7L, message.length, RejectedMessage.body(message), null, null);
    }

    private static JsonNode read(RejectedLog log, String... sessions) throws IOException {
        return RecordMapper.mapper().readTree(log.json(List.of(sessions)));
    }

    @Test
    void theNewestOfAllSessionsOfANodeComesFirst() throws Exception {
        RejectedLog log = new RejectedLog();
        log.add(rejected("one", 1, "{".getBytes(StandardCharsets.UTF_8)));
        log.add(rejected("other", 3, "[".getBytes(StandardCharsets.UTF_8)));
        log.add(rejected("one", 2, "}".getBytes(StandardCharsets.UTF_8)));
        log.add(rejected("stranger", 9, "!".getBytes(StandardCharsets.UTF_8)));

        assertThat(read(log, "one", "other", "unknown")).extracting(each -> each.get("message").asText())
                .containsExactly("[", "}", "{");
        assertThat(read(log, "one").get(0).toString()).isEqualTo("{\"receivedAt\":\"2026-11-01T12:00:02.000Z\","
                + "\"reason\":\"not_json\",\"detail\":\"number 2\",\"offset\":7,\"size\":1,\"message\":\"}\","
                + "\"truncated\":false,\"session\":\"one\",\"gateway\":\"gateway-1\"}");
        assertThat(read(log)).isEmpty();
    }

    @Test
    void ofASessionTheLastTenAreKept() throws Exception {
        RejectedLog log = new RejectedLog();
        for (int i = 0; i < 25; i++) {
            log.add(rejected("s", i, new byte[]{'x'}));
        }
        JsonNode kept = read(log, "s");
        assertThat(kept).hasSize(RejectedLog.MOST_OF_A_SESSION);
        assertThat(kept.get(0).get("detail").asText()).isEqualTo("number 24");
        assertThat(kept.get(9).get("detail").asText()).isEqualTo("number 15");
    }

    @Test
    void memoryIsBoundedAndWhoWasRejectedLongestAgoGoesFirst() throws Exception {
        RejectedLog log = new RejectedLog(20_000);
        log.add(rejected("quiet", 0, new byte[1000]));
        for (int i = 0; i < 10_000; i++) {
            log.add(rejected("s-" + i % 3000, i, new byte[1000]));
            assertThat(log.bytes()).isLessThanOrEqualTo(20_000);
        }
        assertThat(read(log, "quiet")).isEmpty();
        assertThat(read(log, "s-" + 9999 % 3000)).isNotEmpty();
        assertThat(log.sessions()).isBetween(1, 20);
    }

    @Test
    void oneWhoSendsNothingButNonsenseDisplacesHisOwn() throws Exception {
        RejectedLog log = new RejectedLog(100_000);
        log.add(rejected("quiet", 0, new byte[1000]));
        for (int i = 0; i < 1000; i++) {
            log.add(rejected("loud", i, new byte[1000]));
        }
        assertThat(read(log, "quiet")).hasSize(1);
    }

    @Test
    void aMessageIsShownAsTextUpToABound() throws Exception {
        RejectedLog log = new RejectedLog();
        log.add(rejected("long", 1, "é".repeat(4000).getBytes(StandardCharsets.UTF_8)));
        log.add(rejected("bytes", 1, new byte[]{(byte) 0xff, 'a', (byte) 0xc3}));
        log.add(rejected("empty", 1, new byte[0]));

        JsonNode cut = read(log, "long").get(0);
        assertThat(cut.get("message").asText()).isEqualTo("é".repeat(Rejection.MOST_SHOWN / 2));
        assertThat(cut.get("truncated").asBoolean()).isTrue();
        assertThat(cut.get("size").asInt()).isEqualTo(8000);
        assertThat(read(log, "bytes").get(0).get("message").asText()).isEqualTo("\uFFFDa\uFFFD");
        assertThat(read(log, "empty").get(0).get("truncated").asBoolean()).isFalse();
    }

    @Test
    void ofAMessageInSeveralRecordsTheFirstIsKept() throws Exception {
        RejectedLog log = new RejectedLog();
        for (int part = 1; part <= 3; part++) {
            log.add(new RejectedMessage("s", NOON, "g", null, RejectionReason.FIELD_UNFIT, "d", "f", null, 3,
                    RejectedMessage.body(("" + part).getBytes(StandardCharsets.UTF_8)), part, 3));
        }
        assertThat(read(log, "s")).extracting(each -> each.get("message").asText()).containsExactly("1");
    }

    @Test
    void aBodyThatIsNoBase64IsRefused() {
        RejectedMessage bad = new RejectedMessage("s", NOON, "g", null, RejectionReason.EMPTY, "d", null, null, 3, "!!",
                null, null);
        assertThatThrownBy(() -> new RejectedLog().add(bad)).isInstanceOf(IllegalArgumentException.class);
    }
}
