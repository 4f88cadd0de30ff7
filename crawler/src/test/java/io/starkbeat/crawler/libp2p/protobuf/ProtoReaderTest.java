package io.starkbeat.crawler.libp2p.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtoReaderTest {
    private static ProtoReader of(String hex) {
        return new ProtoReader(HexFormat.of().parseHex(hex));
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll @IntRange(min = 1, max = 0x1fff_ffff) int field, @ForAll long number,
            @ForAll @Size(max = 300) byte[] bytes) throws ProtoException {
        ProtoReader reader = new ProtoReader(new ProtoWriter().number(field, number).bytes(field, bytes).toBytes());
        assertThat(reader.next()).isEqualTo(field);
        assertThat(reader.number()).isEqualTo(number);
        assertThat(reader.next()).isEqualTo(field);
        assertThat(reader.bytes()).isEqualTo(bytes);
        assertThat(reader.next()).isZero();
    }

    @Property(tries = 2000)
    void anyBytesAreFieldsOrAnError(@ForAll @Size(max = 60) byte[] bytes) {
        int fields = 0;
        try {
            for (ProtoReader reader = new ProtoReader(bytes); reader.next() != 0;) {
                fields++;
            }
        } catch (ProtoException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
        assertThat(fields).isLessThanOrEqualTo(bytes.length);
    }

    /// The example of protobuf's own documentation, and fields that are passed over.
    @Test
    void otherFieldsAreSkipped() throws ProtoException {
        ProtoReader reader = of("089601" + "1101020304050607081d01020304" + "2203616263");
        assertThat(reader.next()).isEqualTo(1);
        assertThat(reader.number()).isEqualTo(150);
        assertThat(reader.next()).isEqualTo(2);
        assertThat(reader.next()).isEqualTo(3);
        assertThat(reader.next()).isEqualTo(4);
        assertThat(reader.text(3)).isEqualTo("abc");
        assertThat(reader.next()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"08, amid a number", "0a05616263, longer than its message",
            "0affffffffffffffffff01, longer than its message",
            "09010203, amid a field", "0b, unknown wire type 3", "0f, unknown wire type 7",
            "00, no field has the number 0",
            "08ffffffffffffffffffff01, more than 64 bits", "ffffffffffffffffff01, no field has the number"})
    void whatIsNoMessageIsRefused(String hex, String why) {
        assertThatThrownBy(() -> of(hex).next()).isInstanceOf(ProtoException.class).hasMessageContaining(why);
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() throws ProtoException {
        ProtoReader reader = of("0801" + "0a00");
        reader.next();
        assertThatThrownBy(reader::bytes).isInstanceOf(ProtoException.class);
        reader.next();
        assertThatThrownBy(reader::number).isInstanceOf(ProtoException.class);
    }

    @Test
    void textsAreBoundedAndHarmless() throws ProtoException {
        ProtoReader reader = new ProtoReader(
                new ProtoWriter().text(1, "a\u001b[31m\nb").bytes(1, new byte[]{'c', -1}).toBytes());
        reader.next();
        assertThat(reader.text(100)).isEqualTo("a\uFFFD[31m\uFFFDb");
        assertThatThrownBy(() -> reader.text(7)).hasMessage("a text of 8 bytes, where 7 are allowed");
        reader.next();
        assertThat(reader.text(100)).isEqualTo("c\uFFFD");
    }
}
