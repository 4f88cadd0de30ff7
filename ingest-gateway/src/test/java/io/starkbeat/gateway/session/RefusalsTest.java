package io.starkbeat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.session.SessionRecorder.Refused;
import io.starkbeat.gateway.session.SessionRecorder.Told;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What of messages is not taken, and where it goes.
class RefusalsTest extends RecordedSession {
    @Test
    void unfitFieldIsNotedAndTheRestCounts() {
        receive("{\"name\":\"n\",\"memory\":\"lots\"}", T0);

        assertThat(out.events).hasSize(2);
        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.whole()).isFalse();
            assertThat(refused.message().field()).isEqualTo("memory");
            assertThat(new String(refused.message().bodyBytes(), UTF_8)).contains("lots");
            assertThat(refused.message().addressKey()).isEqualTo("key");
        });
        assertThat(out.told).containsExactly(new Told(RejectionReason.FIELD_UNFIT, "memory"));
    }

    @Test
    void faultsOnRecordAreBounded() {
        StringBuilder message = new StringBuilder("[");
        for (int i = 0; i < 100; i++) {
            message.append(i == 0 ? "" : ",").append("{\"memory\":true,\"cpu\":true,\"name\":true,\"storage\":true}");
        }
        receive(message.append(']').toString(), T0);

        assertThat(out.rejected).hasSize(Refusals.MAX_FAULTS);
        assertThat(out.rejected).filteredOn(Refused::whole).hasSize(1);
        assertThat(out.rejected.getLast().message().detail()).contains("392 more");
    }

    /// What was not taken is in no other record.
    @Test
    void messageOfWhichPartsWereNotTakenIsOnRecordAsAWhole() {
        String message = "{\"name\":\"n\",\"memory\":true,\"cpu\":true,\"x\":\"" + "v".repeat(10_000) + "\"}";
        receive(message, T0);

        assertThat(out.rejected).hasSize(3).noneMatch(Refused::whole);
        assertThat(new String(out.rejected.getFirst().message().bodyBytes(), UTF_8)).isEqualTo(message);
        assertThat(out.rejected.subList(1, 3)).extracting(refused -> refused.message().bodyBytes().length)
                .containsOnly(RejectedMessage.MAX_BODY);
    }

    @Test
    void unknownKeysThatDoNotFitAreOnRecordAlsoWhereTheyAreAll() {
        String message = "{\"x\":\"" + "v".repeat(10_000) + "\"}";
        receive(message, T0);

        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.whole()).isTrue();
            assertThat(refused.message().bodyBytes()).hasSize(message.length());
        });
    }

    @Test
    void messageThatToldNothingIsOnRecordWithItsBeginning() {
        receive("{\"x\":1" + " ".repeat(10_000) + "}", T0);

        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.message().reason()).isEqualTo(RejectionReason.NOTHING_KNOWN);
            assertThat(refused.message().bodyBytes()).hasSize(RejectedMessage.MAX_BODY);
        });
    }

    @Test
    void discardedMessageIsRejectedAndTheSessionLives() {
        receive("{\"name\":\"n\"}", T0);
        session.discarded(new byte[]{'{'}, 300_000, "too long", T0);
        receive("{\"name\":\"m\"}", T0);

        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.message().reason()).isEqualTo(RejectionReason.TOO_LARGE);
            assertThat(refused.message().size()).isEqualTo(300_000);
        });
        assertThat(out.events).hasSize(3);
    }

    /// Of no record may Kafka say that it is too large, and of no message may anything be lost.
    @Test
    void messageThatFitsIntoNoRecordIsOnRecordInParts() {
        String message = "{\"name\":\"n\",\"memory\":true,\"x\":\"" + "v".repeat(2 * RejectedMessage.MAX_PART) + "\"}";
        receive(message, T0);

        List<RejectedMessage> parts = out.rejected.subList(0, 3).stream().map(Refused::message).toList();
        assertThat(parts).extracting(RejectedMessage::part).containsExactly(1, 2, 3);
        assertThat(parts).extracting(RejectedMessage::parts).containsOnly(3);
        assertThat(parts).extracting(RejectedMessage::size).containsOnly((long) message.length());
        assertThat(parts).extracting(RejectedMessage::field).containsOnly("memory");
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(part -> joined.writeBytes(part.bodyBytes()));
        assertThat(joined.toString(UTF_8)).isEqualTo(message);
        assertThat(out.rejected).hasSize(4);
        assertThat(out.rejected.getLast().message().part()).isNull();
        assertThat(out.told).hasSize(2);
    }
}
