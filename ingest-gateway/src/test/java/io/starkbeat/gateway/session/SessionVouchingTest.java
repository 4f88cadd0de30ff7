package io.starkbeat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a session writes when its node is silent.
class SessionVouchingTest extends RecordedSession {
    @Test
    void vouchesAfterSilenceWithIdentityOnly() {
        receive("{\"name\":\"n\",\"memory\":5}", T0);
        session.vouch(after(Duration.ofMillis(29_999)));
        assertThat(out.events).hasSize(2);

        Instant due = after(Duration.ofSeconds(30));
        session.vouch(due);
        assertThat(out.event(2)).isEqualTo(new SessionAlive("s1", 2, due, "gw", "192.0.2.7", "key", "CH", "agent",
                "/submit", T0, name("n"), null));
        out.acknowledgeAll();
        session.vouch(after(Duration.ofSeconds(59)));
        assertThat(out.events).hasSize(3);
        session.vouch(after(Duration.ofSeconds(60)));
        assertThat(out.events).hasSize(4);
    }

    @Test
    void reportPutsTheVouchingOff() {
        receive("{\"name\":\"n\"}", T0);
        receive("{\"name\":\"n\"}", after(Duration.ofSeconds(20)));
        session.vouch(after(Duration.ofSeconds(49)));
        assertThat(out.events).hasSize(3);
        session.vouch(after(Duration.ofSeconds(50)));
        assertThat(out.event(3)).isInstanceOf(SessionAlive.class);
    }

    @Test
    void vouchesOnceWhileKafkaIsAway() {
        receive("{\"name\":\"n\"}", T0);
        for (int second = 0; second < 3600 * 3; second++) {
            session.vouch(after(Duration.ofSeconds(second)));
        }
        assertThat(out.events).hasSize(3);

        out.acknowledgeAll();
        session.vouch(after(Duration.ofHours(4)));
        assertThat(out.event(3)).returns(3L, SessionEvent::seq);
    }

    @Test
    void carriesEveryFieldAtLeastHourlyThoughItReportsAllTheTime() {
        List<Duration> full = new ArrayList<>();
        receive("{\"name\":\"n\",\"memory\":5}", T0);
        for (int second = 1; second <= 3 * 3600; second++) {
            if (second % 5 == 0) {
                receive("{\"peer_count\":3}", after(Duration.ofSeconds(second)));
            }
            int before = out.events.size();
            session.vouch(after(Duration.ofSeconds(second)));
            out.acknowledgeAll();
            if (out.events.size() > before) {
                assertThat(out.event(before)).isInstanceOfSatisfying(SessionAlive.class,
                        alive -> assertThat(alive.fields().known()).containsExactly(Field.NAME, Field.PEER_COUNT,
                                Field.MEMORY));
                full.add(Duration.ofSeconds(second));
            }
        }
        assertThat(full).hasSizeBetween(3, 4);
        assertThat(full.getFirst()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        assertThat(full.get(1).minus(full.getFirst())).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }

    @Test
    void clockThatIsSetBackDoesNotSilenceASession() {
        receive("{\"name\":\"n\"}", T0);
        session.vouch(T0.minus(Duration.ofDays(1)));
        assertThat(out.event(2)).isInstanceOf(SessionAlive.class);
    }

    /// Of a node that named itself weeks ago the log holds only this one: it has to say all.
    @Test
    void hourlyRecordOfASessionThatGoesOnSaysAllThatItsFormerOneTold() {
        receive("{\"name\":\"n\",\"memory\":5}", T0);
        Instant later = after(Duration.ofMinutes(20));
        receive("{\"peer_id\":\"" + PEER + "\",\"cpu\":2}", later);
        out.acknowledgeAll();
        session.vouch(later.plus(Duration.ofSeconds(30)));
        assertThat(out.event(5)).isEqualTo(new SessionAlive("s2", 2, later.plus(Duration.ofSeconds(30)), "gw",
                "192.0.2.7", "key", "CH", "agent", "/submit", later, name("n").overlaidBy(peer(PEER)), "s1"));

        out.acknowledgeAll();
        session.vouch(later.plus(Duration.ofHours(1)));
        assertThat(out.event(6)).isInstanceOfSatisfying(SessionAlive.class, alive -> {
            assertThat(alive.connectedAt()).isEqualTo(later);
            assertThat(alive.continues()).isEqualTo("s1");
            assertThat(alive.fields().known()).containsExactly(Field.NAME, Field.PEER_ID, Field.MEMORY, Field.CPU);
        });
    }
}
