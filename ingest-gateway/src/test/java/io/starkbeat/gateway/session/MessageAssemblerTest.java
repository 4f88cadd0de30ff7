package io.starkbeat.gateway.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.session.MessageAssembler.Assembled;
import io.starkbeat.schemas.session.RejectedMessage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {
    private final UnfinishedMessages unfinished = new UnfinishedMessages(15_000);
    private final MessageAssembler assembler = new MessageAssembler(10_000, unfinished);

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void frameAloneIsAMessage() {
        assertThat(assembler.take(bytes("{}"), true)).isInstanceOfSatisfying(Assembled.Message.class,
                message -> assertThat(message.bytes()).asString(US_ASCII).isEqualTo("{}"));
        assertThat(assembler.take(new byte[0], true)).isInstanceOf(Assembled.Message.class);
    }

    @Test
    void fragmentsArePutTogether() {
        assertThat(assembler.take(bytes("{\"a"), false)).isNull();
        assertThat(assembler.take(bytes("\":"), false)).isNull();
        assertThat(unfinished.held()).isEqualTo(5);
        assertThat(assembler.take(bytes("1}"), true)).isInstanceOfSatisfying(Assembled.Message.class,
                message -> assertThat(message.bytes()).asString(US_ASCII).isEqualTo("{\"a\":1}"));
        assertThat(unfinished.held()).isZero();
    }

    @Test
    void tooLongMessageIsReadToItsEndAndTheNextIsTaken() {
        assertThat(assembler.take(bytes("x".repeat(3000)), false)).isNull();
        assertThat(assembler.take(bytes("y".repeat(7000)), false)).isNull();
        assertThat(assembler.take(bytes("z"), false)).isNull();
        assertThat(unfinished.held()).isZero();
        assertThat(assembler.take(bytes("z".repeat(100_000)), false)).isNull();
        assertThat(assembler.take(bytes("z"), true)).isInstanceOfSatisfying(Assembled.Discarded.class, discarded -> {
            assertThat(discarded.size()).isEqualTo(110_002);
            assertThat(discarded.head()).hasSize(RejectedMessage.MAX_BODY);
            assertThat(discarded.head()).asString(US_ASCII).isEqualTo("x".repeat(3000) + "y".repeat(1096));
        });
        assertThat(assembler.take(bytes("{}"), true)).isInstanceOf(Assembled.Message.class);
    }

    @Test
    void aMessageThatIsNotFinishedInTimeIsLetGoAndTheNextIsTaken() {
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        assembler.take(bytes("x".repeat(5000)), false);
        assembler.passTime(begun, true);
        assembler.passTime(begun.plus(MessageAssembler.PATIENCE).minusMillis(1), true);
        assertThat(unfinished.held()).isEqualTo(5000);

        assembler.passTime(begun.plus(MessageAssembler.PATIENCE), true);
        assertThat(unfinished.held()).isZero();
        assembler.take(bytes("y"), false);
        assertThat(assembler.take(bytes("z"), true)).isInstanceOfSatisfying(Assembled.Discarded.class, discarded -> {
            assertThat(discarded.size()).isEqualTo(5002);
            assertThat(discarded.detail()).contains("30 seconds");
            assertThat(discarded.head()).asString(US_ASCII).isEqualTo("x".repeat(4096));
        });
        assertThat(assembler.take(bytes("{}"), true)).isInstanceOf(Assembled.Message.class);
    }

    @Test
    void timeInWhichTheSocketIsNotReadFromDoesNotCount() {
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        assembler.take(bytes("{"), false);
        assembler.passTime(begun, true);
        assembler.passTime(begun.plusSeconds(20), false);
        assembler.passTime(begun.plusSeconds(40), true);
        assertThat(assembler.take(bytes("}"), true)).isInstanceOf(Assembled.Message.class);
        // Nor does the time of the message before.
        assembler.take(bytes("{"), false);
        assembler.passTime(begun.plusSeconds(80), true);
        assertThat(assembler.take(bytes("}"), true)).isInstanceOf(Assembled.Message.class);
    }

    @Test
    void singleFrameMayBeTooLongToo() {
        assertThat(assembler.take(bytes("x".repeat(10_001)), true)).isInstanceOfSatisfying(Assembled.Discarded.class,
                discarded -> assertThat(discarded.head()).hasSize(RejectedMessage.MAX_BODY));
        assertThat(assembler.take(bytes("x".repeat(10_000)), true)).isInstanceOf(Assembled.Message.class);
    }

    @Test
    void shortHeadIsKeptWhole() {
        MessageAssembler small = new MessageAssembler(10, unfinished);
        small.take(bytes("12345"), false);
        assertThat(small.take(bytes("678901"), true)).isInstanceOfSatisfying(Assembled.Discarded.class,
                discarded -> assertThat(discarded.head()).asString(US_ASCII).isEqualTo("12345678901"));
    }

    @Test
    void unfinishedMessagesOfAllSocketsAreBounded() {
        MessageAssembler other = new MessageAssembler(10_000, unfinished);
        assertThat(assembler.take(bytes("x".repeat(9000)), false)).isNull();
        assertThat(other.take(bytes("y".repeat(9000)), false)).isNull();
        assertThat(unfinished.held()).isEqualTo(9000);
        assertThat(other.take(bytes("y"), true)).isInstanceOf(Assembled.Discarded.class);

        assembler.abandon();
        assertThat(unfinished.held()).isZero();
        assertThat(other.take(bytes("y".repeat(9000)), false)).isNull();
        assertThat(other.take(bytes("y"), true)).isInstanceOf(Assembled.Message.class);
    }
}
