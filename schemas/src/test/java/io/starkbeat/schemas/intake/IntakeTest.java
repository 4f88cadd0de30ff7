package io.starkbeat.schemas.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.Samples;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.intake.Intake.Read;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    /// Each of its characters takes six bytes in JSON, more than any other takes.
    private static final String LONGEST = "\u0001".repeat(Intake.MAX_TEXT);

    private static final NodeState NODE = (NodeState) Samples.full()
            .stream()
            .filter(sample -> sample.name().equals("node-state"))
            .findFirst()
            .orElseThrow()
            .record();
    private static final byte[] STATE = RecordCodec.NODE_STATE.encode(NODE);

    @Test
    void aStateUnderItsNodesIdIsTaken() {
        assertThat(Intake.nodeState(NODE.nodeId(), STATE, null)).isEqualTo(new Read.Taken<>(NODE));
        assertThat(Intake.nodeState(NODE.nodeId(), STATE, "node-state/7".getBytes(UTF_8)))
                .isEqualTo(new Read.Taken<>(NODE));
        assertThat(Intake.nodeState(NODE.nodeId(), null, null)).isEqualTo(new Read.Tombstone<>());
    }

    @ParameterizedTest
    @CsvSource({"no key, NO_KEY", "another key, WRONG_KEY", "schema of another topic, WRONG_SCHEMA",
            "too large, TOO_LARGE", "no state, UNDECODABLE"})
    void whatIsNoStateIsPoison(String what, PoisonReason reason) {
        String key = switch (what) {
            case "no key" -> null;
            case "another key" -> "session:x";
            default -> NODE.nodeId();
        };
        byte[] value = switch (what) {
            case "too large" -> new byte[Intake.MAX_STATE + 1];
            case "no state" -> "{}".getBytes(UTF_8);
            default -> STATE;
        };
        byte[] schema = what.startsWith("schema") ? "session-event/1".getBytes(UTF_8) : null;

        assertThat(Intake.nodeState(key, value, schema)).isInstanceOfSatisfying(Read.Poison.class,
                poison -> assertThat(poison.reason()).isEqualTo(reason));
    }

    /// Of records and texts that are just taken comes a state that is taken too, and that Kafka takes.
    @Test
    void theLargestStateThatComesOfWhatIsTakenIsTaken() {
        Fields.Builder fields = Fields.builder();
        for (Field field : Field.values()) {
            fields.put(field, switch (field.kind()) {
                case WHOLE -> new FieldValue.Whole(-1);
                case NUMBER, PERCENT -> new FieldValue.Decimal(Double.MIN_NORMAL);
                default -> new FieldValue.Text(LONGEST);
            });
        }
        Claim claim = new Claim(LONGEST, NOW, NOW, false, LONGEST);
        NodeState largest = new NodeState(LONGEST, Long.MAX_VALUE, fields.build(), new FieldTimes(NOW, NOW, NOW),
                LONGEST,
                LONGEST, new CurrentSession(LONGEST, LONGEST, LONGEST, NOW, NOW, NOW, NOW, false),
                Collections.nCopies(16, claim), false, false, List.of(NodeSource.values()), NOW, NOW,
                largestSighting());

        byte[] encoded = RecordCodec.NODE_STATE.encode(largest);

        assertThat(encoded.length).isGreaterThan(2 * Intake.MAX_VALUE);
        assertThat(Intake.nodeState(LONGEST, encoded, null).equals(new Read.Taken<>(largest))).isTrue();
        assertThat(Intake.MAX_STATE).isLessThan(1_000_000);
    }

    private static PeerSighting largestSighting() {
        String peer = NODE.nodeId();
        for (int room = Intake.MAX_VALUE; true; room--) {
            PeerSighting sighting = new PeerSighting(peer, NOW, true, List.of("a".repeat(room)), null, null, null,
                    List.of(), null, null, null, null);
            byte[] encoded = RecordCodec.PEER_SIGHTING.encode(sighting);
            if (Intake.sighting(peer, encoded, null) instanceof Read.Taken<PeerSighting>) {
                return sighting;
            }
        }
    }
}
