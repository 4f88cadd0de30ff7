package io.starkbeat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.session.SessionRecorder.Placed;
import io.starkbeat.gateway.session.SessionRecorder.Refused;
import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What becomes of messages.
class NodeSessionTest extends RecordedSession {
    @Test
    void writesNothingBeforeTheFirstValidReport() {
        receive("garbage", T0);
        receive("{}", T0);
        receive("{\"foo\":1}", T0);
        receive("{\"memory\":\"lots\"}", T0);
        session.vouch(after(Duration.ofHours(2)));
        session.end(1000, null, after(Duration.ofHours(3)));

        assertThat(out.events).isEmpty();
        assertThat(out.rejected).extracting(refused -> refused.message().reason())
                .containsExactly(RejectionReason.NOT_JSON, RejectionReason.NOTHING_KNOWN, RejectionReason.NOTHING_KNOWN,
                        RejectionReason.FIELD_UNFIT);
        assertThat(out.rejected).allMatch(Refused::whole);
        assertThat(out.rejected).allMatch(refused -> refused.message().sessionId().equals("s1"));
    }

    @Test
    void arrayIsAReportEachInOrder() {
        receive("[{\"name\":\"a\"},{},{\"memory\":\"lots\"},{\"name\":\"b\",\"memory\":\"lots\"},{\"msg\":\"only\"}]",
                T0);

        assertThat(out.events).extracting(placed -> placed.event().getClass().getSimpleName())
                .containsExactly("SessionOpened", "NodeReport", "NodeReport", "NodeReport");
        assertThat(out.events).extracting(Placed::lastOfMessage).containsExactly(false, false, false, true);
        assertThat(out.rejected).noneMatch(Refused::whole);
        assertThat(out.rejected).extracting(refused -> refused.message().reason())
                .containsExactly(RejectionReason.FIELD_UNFIT, RejectionReason.FIELD_UNFIT,
                        RejectionReason.NOTHING_KNOWN);
    }

    @Test
    void unknownKeysAloneAreAReportOfAnOpenSessionOnly() {
        receive("{\"msg\":\"block.import\"}", T0);
        assertThat(out.events).isEmpty();
        receive("{\"name\":\"n\"}", T0);
        receive("{\"msg\":\"block.import\"}", T0);
        receive("{}", T0);

        assertThat(out.events).hasSize(3);
        assertThat(((NodeReport) out.event(2)).extensions()).isEqualTo(new RawJson("{\"msg\":\"block.import\"}"));
        assertThat(out.rejected).hasSize(2)
                .allMatch(refused -> refused.message().reason() == RejectionReason.NOTHING_KNOWN);
    }

    @Test
    void endIsWrittenOnceAndNothingBehindIt() {
        receive("{\"name\":\"n\"}", T0);
        session.end(1001, "a\nb", after(Duration.ofSeconds(1)));
        session.end(1006, null, after(Duration.ofSeconds(2)));
        receive("{\"name\":\"n\"}", after(Duration.ofSeconds(3)));
        session.vouch(after(Duration.ofHours(3)));

        assertThat(out.events).hasSize(3);
        assertThat(out.event(2)).isEqualTo(
                new SessionClosed("s1", 2, after(Duration.ofSeconds(1)), "gw", 1001, "ab", null));
        assertThat(session.isOpen()).isFalse();
    }
}
