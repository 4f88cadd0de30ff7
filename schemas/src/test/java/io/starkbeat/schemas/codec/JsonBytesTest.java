package io.starkbeat.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Held against Jackson, which it stands in for.
class JsonBytesTest {
    @Test
    void writesNumbersAsJacksonDoes() throws Exception {
        Random random = new Random(20);
        for (int i = 0; i < 100_000; i++) {
            double number = switch (i % 4) {
                case 0 -> random.nextInt(20_000_000) / 1000.0;
                case 1 -> -random.nextInt(20_000_000) / 10_000.0;
                case 2 -> random.nextDouble() * random.nextInt(100);
                default -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            };
            assertThat(written(json -> json.number(number)))
                    .isEqualTo(RecordMapper.mapper().writeValueAsString(number));
            long whole = random.nextLong() >> random.nextInt(64);
            assertThat(written(json -> json.number(whole))).isEqualTo(Long.toString(whole));
        }
        assertThat(written(json -> json.number(Long.MIN_VALUE))).isEqualTo(Long.toString(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a\"b\\c/", "\b\t\n\f\r\u0000\u001f", "é\u007f", "š", "ключ", "😀", "a\ud83d",
            "\u2028<&>"})
    void writesTextsAsJacksonDoes(String text) throws Exception {
        assertThat(written(json -> json.text(text))).isEqualTo(RecordMapper.mapper().writeValueAsString(text));
    }

    @Test
    void growsAndSeparates() {
        String large = "v".repeat(500_000);
        JsonBytes json = new JsonBytes();
        for (int round = 0; round < 2; round++) {
            json.start('{');
            json.name("a");
            json.start('[');
            json.text(large);
            json.number(1);
            json.start('{');
            json.end('}');
            json.end(']');
            json.name("b");
            json.word("true");
            json.end('}');
            assertThat(new String(json.toBytes(), UTF_8)).isEqualTo("{\"a\":[\"" + large + "\",1,{}],\"b\":true}");
            json.clear();
        }
    }

    private static String written(Consumer<JsonBytes> value) {
        JsonBytes json = new JsonBytes();
        value.accept(json);
        return new String(json.toBytes(), UTF_8);
    }
}
