package io.starkbeat.schemas.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Base58Test {

    /// Vectors of the Base58 encoding draft (draft-msporny-base58, section 5).
    @ParameterizedTest
    @CsvSource({"48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U", "0000287fb4cd, 11233QC4", "'', ''", "00, 1"})
    void agreesWithPublishedVectors(String hex, String text) {
        assertThat(Base58.encode(HexFormat.of().parseHex(hex))).isEqualTo(text);
        assertThat(Base58.decode(text)).isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void bytesSurviveTheWayThroughText() {
        Random random = new Random(20240711);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            for (int zeros = random.nextInt(4); zeros > 0 && zeros <= bytes.length; zeros--) {
                bytes[zeros - 1] = 0;
            }
            assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void everyTextOfTheAlphabetIsTheTextOfItsBytes() {
        Random random = new Random(58);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(64); length > 0; length--) {
                text.append("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".charAt(random.nextInt(58)));
            }
            byte[] bytes = Base58.decode(text.toString());
            assertThat(bytes).isNotNull();
            assertThat(Base58.encode(bytes)).isEqualTo(text.toString());
        }
    }

    @Test
    void lettersOutsideOfTheAlphabetAreRefused() {
        for (char c = 0; c < 0x500; c++) {
            boolean known = c < 128 && Character.isLetterOrDigit(c) && "0OIl".indexOf(c) < 0;
            assertThat(Base58.decode("2" + c) != null).as("U+%04X", (int) c).isEqualTo(known);
        }
    }
}
