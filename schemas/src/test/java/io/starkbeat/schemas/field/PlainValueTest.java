package io.starkbeat.schemas.field;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Held against [Coercion], which it stands in for.
class PlainValueTest {
    @Test
    void readsAsItsTextIsRead() {
        Random random = new Random(15);
        int plain = 0;
        for (int i = 0; i < 200_000; i++) {
            int scale = random.nextInt(8);
            String literal = BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), scale).toPlainString();
            byte[] message = ("[" + literal + "]").getBytes(US_ASCII);
            for (Field field : new Field[]{Field.PEER_COUNT, Field.AVG_SYNC_TIME, Field.CPU_USAGE, Field.VERSION,
                    Field.CAPABILITY}) {
                FieldValue value = PlainValue.number(field, message, 1, message.length - 1);
                if (value != null) {
                    assertThat(Coercion.ofNumber(field, literal)).isEqualTo(new Coercion.Accepted(field, value));
                    plain++;
                }
            }
        }
        assertThat(plain).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e3", "1E3", "1234567890123456", "0.1234567890123456", "-0", ".", "1.", ".1", ""})
    void leavesTheOthersToThatReading(String literal) {
        byte[] message = literal.getBytes(US_ASCII);

        assertThat(PlainValue.number(Field.AVG_SYNC_TIME, message, 0, message.length)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a b", "0xabc", "0xABC", "0x", " x", "x ", "", "é", "\u202ex",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony", "12D3KooW", "Full", "7"})
    void textsAreReadAsTheyAreAnyway(String text) {
        for (Field field : Field.values()) {
            FieldValue value = plain(field, text);
            if (value != null) {
                assertThat(Coercion.ofText(field, text)).isEqualTo(new Coercion.Accepted(field, value));
            }
        }
        assertThat(plain(Field.NAME, text) == null).isEqualTo(!text.matches("[!-~]([ -~]*[!-~])?"));
    }

    @Test
    void fractionIsNoWholeNumberToIt() {
        assertThat(PlainValue.number(Field.PEER_COUNT, new byte[]{'1', '.', '0'}, 0, 3)).isNull();
    }

    private static @Nullable FieldValue plain(Field field, String text) {
        byte[] message = ("\"" + text + "\"").getBytes(UTF_8);
        return PlainValue.text(field, message, 1, message.length - 1);
    }
}
