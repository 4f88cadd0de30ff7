package io.starkbeat.schemas.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.starkbeat.schemas.field.Coercion.Accepted;
import io.starkbeat.schemas.field.Coercion.Unfit;
import io.starkbeat.schemas.peer.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What nodes send, by kind of field; `'…'` stands for a value as it is written in JSON without its quotes.
final class CoercionTest {

    // ---- whole numbers

    @ParameterizedTest
    @CsvSource({
            "0, 0", "00, 0", "-0, 0", "0.0, 0", "1, 1", "007, 7", "20289357, 20289357", "' 42 ', 42",
            "9223372036854775807, 9223372036854775807", "9223372036854775808, 9223372036854775808",
            "18446744073709551615, 18446744073709551615", "18446744073709551615.0, 18446744073709551615",
            "1e3, 1000", "1E+3, 1000", "1.5e1, 15", "1500e-2, 15", "1.844674407370955e19, 18446744073709550000",
            "0e999999999, 0", "0e-999999999, 0",
            "0x0, 0", "0x1f, 31", "0X1F, 31", "0xffffffffffffffff, 18446744073709551615", "0x00000000000000ff, 255"})
    void wholeNumbersAreRead(String sent, String value) {
        assertThat(Coercion.ofText(Field.CURRENT_BLOCK_NUMBER_L2, sent)).isEqualTo(new Accepted(
                Field.CURRENT_BLOCK_NUMBER_L2, new FieldValue.Whole(Long.parseUnsignedLong(value))));
        assertThat(Coercion.ofNumber(Field.PEER_COUNT, sent.strip()))
                .isEqualTo(new Accepted(Field.PEER_COUNT, new FieldValue.Whole(Long.parseUnsignedLong(value))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "-1", "-9223372036854775808", "1.5", "0.1", "1e-1", "18446744073709551616", "99999999999999999999",
            "100000000000000000000", "1e20", "1e999999999", "1e-999999999", "-1e999999999", "1e2147483648",
            "1e-2147483648", "1e99999999999999999999", "NaN", "Infinity", "-Infinity", "true", "null", "abc", "1 2",
            "1,000",
            "1_000", "--1", ".", "e", "0x", "0xg", "-0x1", "0x1.8", "0x10000000000000000", "0x00000000000000001", "ff",
            "1f", "1d", "1L"})
    void whatIsNoWholeNumberIsUnfit(String sent) {
        assertThat(Coercion.ofText(Field.CURRENT_BLOCK_NUMBER_L2, sent)).isEqualTo(
                new Unfit(Field.CURRENT_BLOCK_NUMBER_L2, "is no integer from 0 to 2^64-1"));
    }

    // ---- numbers

    @ParameterizedTest
    @CsvSource({
            "0, 0", "-0, 0", "-0.0, 0", "4.5, 4.5", "382, 382", "320000, 320000", "1e3, 1000", "1E-3, 0.001", ".5, 0.5",
            "5., 5", "0x10, 16", "' 2.3 ', 2.3", "1e-999999999, 0", "1.7976931348623157e308, 1.7976931348623157e308"})
    void numbersAreRead(String sent, double value) {
        assertThat(Coercion.ofText(Field.ESTIMATE_SYNC, sent))
                .isEqualTo(new Accepted(Field.ESTIMATE_SYNC, new FieldValue.Decimal(value)));
        assertThat(Coercion.ofNumber(Field.MEMORY, sent.strip()))
                .isEqualTo(new Accepted(Field.MEMORY, new FieldValue.Decimal(value)));
    }

    @ParameterizedTest
    @CsvSource({
            "-1, is below zero", "-0.001, is below zero", "-1e-400, is below zero", "-1e999999999, is below zero",
            "1e309, is larger than any number it can be", "1e999999999, is larger than any number it can be",
            "1e99999999999999999999, is no number", "NaN, is no number", "Infinity, is no number",
            "-Infinity, is no number", "0x, is no number", "0x10000000000000000, is no number", "-0x10, is no number",
            "16 GB, is no number", "'1,5', is no number",
            "'', is empty", "'  ', is empty", "1f, is no number", "1d, is no number"})
    void whatIsNoNumberIsUnfit(String sent, String reason) {
        assertThat(Coercion.ofText(Field.MEMORY, sent)).isEqualTo(new Unfit(Field.MEMORY, reason));
    }

    /// The specification's own example reports a `storage_usage` of 245.
    @ParameterizedTest
    @CsvSource({"0, true", "3, true", "4.4, true", "100, true", "100.01, false", "245, false", "-1, false",
            "-1e-400, true"})
    void percentagesAreKeptWhateverTheirRange(String sent, boolean inRange) {
        assertThat(Coercion.ofNumber(Field.STORAGE_USAGE, sent)).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.value()).isEqualTo(new FieldValue.Decimal(Double.parseDouble(sent) + 0.0));
            assertThat(Field.STORAGE_USAGE.inRange(accepted.value())).isEqualTo(inRange);
        });
    }

    @ParameterizedTest
    @EnumSource(value = Field.class, names = {"CURRENT_BLOCK_NUMBER_L2", "MEMORY", "CPU_USAGE"})
    void longAndHugeNumbersAreRefusedAtOnce(Field field) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String literal : List.of("9".repeat(10_000), "1".repeat(65), "0." + "0".repeat(10_000) + "1",
                    "0x" + "0".repeat(10_000), "-" + "9".repeat(10_000))) {
                assertThat(Coercion.ofNumber(field, literal))
                        .isEqualTo(new Unfit(field, "is longer than any number it can be"));
                assertThat(Coercion.ofText(field, literal)).isInstanceOf(Unfit.class);
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(Coercion.ofNumber(field, "1e999999999")).isInstanceOf(Unfit.class);
                Coercion.ofNumber(field, "1e-999999999");
                Coercion.ofNumber(field, "123456789e-999999999");
            }
        });
    }

    // ---- the processor, as a number of cores or as a name

    @ParameterizedTest
    @ValueSource(strings = {"Apple M2", "AMD EPYC 7543", "13th Gen Intel(R) Core(TM) i7-1360P", "x86_64", "8 cores",
            "e"})
    void aProcessorsNameIsItsType(String sent) {
        assertThat(Coercion.ofText(Field.CPU, sent))
                .isEqualTo(new Accepted(Field.CPU_TYPE, new FieldValue.Text(sent)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-4", "4.5", "1e999999999", "1e-3", "NaN", "nan", "-Infinity", "inf", "0x", "?"})
    void anUnfitNumberOfCoresIsNoName(String sent) {
        assertThat(Coercion.ofText(Field.CPU, sent)).isInstanceOfSatisfying(Unfit.class,
                unfit -> assertThat(unfit.field()).isEqualTo(Field.CPU));
    }

    @Test
    void aNumberOfCoresInATextIsANumber() {
        assertThat(Coercion.ofText(Field.CPU, "8")).isEqualTo(new Accepted(Field.CPU, new FieldValue.Whole(8)));
    }

    // ---- capability, hash, peer id

    @ParameterizedTest
    @CsvSource({
            "FullNode, FullNode", "Full, FullNode", "full, FullNode", "full_node, FullNode", "FULL_NODE, FullNode",
            "' fullnode ', FullNode", "Sequencer, Sequencer", "SEQUENCER, Sequencer"})
    void capabilitiesHaveSynonyms(String sent, String capability) {
        Locale before = Locale.getDefault();
        try {
            // In Turkish the lower case of I is no i.
            Locale.setDefault(Locale.of("tr"));
            assertThat(Coercion.ofText(Field.CAPABILITY, sent))
                    .isEqualTo(new Accepted(Field.CAPABILITY, new FieldValue.Text(capability)));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Light", "Full Node", "sequencers", "1"})
    void otherCapabilitiesAreUnfit(String sent) {
        assertThat(Coercion.ofText(Field.CAPABILITY, sent))
                .isEqualTo(new Unfit(Field.CAPABILITY, "is neither FullNode nor Sequencer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "0x0", "0X1F", "0x47C3", " 0x1f9090aae28b8a3dceadf281b0f12828e676c326 ",
            "0x47c3637b57c2b079b93c61539950c17e868a28f46cdef28f88521067f21e943",
            "0x7aefb91c8e2d3a47abcfb5bda9c127a3ea9b1f94b5a6e761b4182e3f01d2f5d4",
            "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void hashesAreKeptInLowerCase(String sent) {
        assertThat(Coercion.ofText(Field.CURRENT_BLOCK_HASH_L2, sent)).isEqualTo(new Accepted(
                Field.CURRENT_BLOCK_HASH_L2, new FieldValue.Text(sent.strip().toLowerCase(Locale.ROOT))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "0x", "0", "47c3", "x47c3", "0x47g3", "0x 47", "-0x1", "0x1\u0660", "0x\uff11",
            "0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void whatIsNoHashIsUnfit(String sent) {
        assertThat(Coercion.ofText(Field.CURRENT_BLOCK_HASH_L1, sent)).isEqualTo(new Unfit(
                Field.CURRENT_BLOCK_HASH_L1, "is no hash; 0x and up to 64 hex digits are expected"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony",
            " 12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony\n",
            "bafzaajaiaejcbmpyo5ghih2gigsehbk7gn2nlyiy3lo6wmfmo673axbtbymz2qec"})
    void peerIdsAreKeptInBase58(String sent) {
        assertThat(Coercion.ofText(Field.PEER_ID, sent)).isEqualTo(new Accepted(Field.PEER_ID,
                new FieldValue.Text("12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony")));
    }

    @Test
    void whatIsNoPeerIdIsKeptAsItWasSent() {
        assertThat(Coercion.ofText(Field.PEER_ID, "my-node"))
                .isEqualTo(new Accepted(Field.PEER_ID, new FieldValue.Text("my-node")));
        assertThat(Coercion.ofText(Field.PEER_ID, " ")).isEqualTo(new Unfit(Field.PEER_ID, "is empty"));
    }

    /// Else one reader of the field would take for a peer id what another took for none.
    @Test
    void whatIsKeptIsAPeerIdJustWhenItWasTakenForOne() {
        assertThat(Coercion.ofText(Field.PEER_ID, "12D3KooWMo65MdEXUembrdnYTdw588mREZmQ\u0000rebkmJwpPbkGbony\u202E"))
                .isInstanceOfSatisfying(Accepted.class,
                        accepted -> assertThat(PeerId.isCanonical(accepted.value().toString())).isTrue());
    }

    // ---- texts

    @ParameterizedTest
    @CsvSource({
            "Starknode, Starknode", "' Stark node\t', Stark node", "'a\u0000b\u001Bc\u007Fd\u0085e', abcde",
            "'\u202Eedon\u202C \u2066x\u2069 \u200Ey\u200F\u061C', 'edon x y'",
            "'a\u2028b\u2029c\uFEFFd\u200Be', abcde",
            "<script>, <script>", "Zürich Ω 節点 узел, Zürich Ω 節点 узел", "0.13.2, 0.13.2", "null, null"})
    void namesLoseWhatAPageWouldNotShow(String sent, String kept) {
        assertThat(Coercion.ofText(Field.NAME, sent)).isEqualTo(new Accepted(Field.NAME, new FieldValue.Text(kept)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀", "👩‍👩‍👧‍👦", "🇨🇭 node", "नमस्ते", "می‌خواهم"})
    void emojiAndJoinedLettersStayWhole(String sent) {
        assertThat(Coercion.ofText(Field.NAME, sent)).isEqualTo(new Accepted(Field.NAME, new FieldValue.Text(sent)));
    }

    @Test
    void halvesOfSurrogatePairsGo() {
        assertThat(Coercion.ofText(Field.NAME, "a\uD83Db\uDE00c"))
                .isEqualTo(new Accepted(Field.NAME, new FieldValue.Text("abc")));
        // What lies between two halves goes too, which must not make a pair of them.
        assertThat(Coercion.ofText(Field.NAME, "a\uD83D\u0000\uDE00c"))
                .isEqualTo(new Accepted(Field.NAME, new FieldValue.Text("ac")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "\u202E", "\uD83D", "\u200B", " \t\r\n"})
    void textsWithNothingToShowAreEmpty(String sent) {
        assertThat(Coercion.ofText(Field.NAME, sent)).isEqualTo(new Unfit(Field.NAME, "is empty"));
    }

    @Test
    void textsAreCutAt256CodePoints() {
        assertThat(Coercion.ofText(Field.NAME, "n".repeat(256)))
                .isEqualTo(new Accepted(Field.NAME, new FieldValue.Text("n".repeat(256))));
        assertThat(Coercion.ofText(Field.NAME, "n".repeat(100_000)))
                .isEqualTo(new Accepted(Field.NAME, new FieldValue.Text("n".repeat(256))));
        assertThat(Coercion.ofText(Field.NAME, "😀".repeat(257)))
                .isEqualTo(new Accepted(Field.NAME, new FieldValue.Text("😀".repeat(256))));
    }

    @Test
    void aNumberSentAsATextFieldIsKeptAsItIsWritten() {
        assertThat(Coercion.ofNumber(Field.VERSION, "0.10"))
                .isEqualTo(new Accepted(Field.VERSION, new FieldValue.Text("0.10")));
        assertThat(Coercion.ofNumber(Field.VERSION, "1".repeat(65))).isInstanceOf(Unfit.class);
    }

    @ParameterizedTest
    @EnumSource(value = Field.class, names = {"PEER_ID", "CAPABILITY", "CURRENT_BLOCK_HASH_L2"})
    void aNumberIsNoPeerIdNoCapabilityAndNoHash(Field field) {
        assertThat(Coercion.ofNumber(field, "1")).isEqualTo(new Unfit(field, "is a number; a text is expected"));
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void noFieldTakesABoolean(Field field) {
        assertThat(Coercion.ofBoolean(field)).isEqualTo(new Unfit(field, "is a boolean; "
                + (field.kind().isNumeric() ? "a number is expected" : "a text is expected")));
    }

    /// Whatever is sent: an answer and no exception, and what is accepted is of the field's kind and can be written.
    @Test
    void isTotal() {
        Random random = new Random(99);
        String letters = "0123456789.eE+-xXabfNaInity \u0000\uD83D\uDE00\u202Eß١";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder sent = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                sent.append(letters.charAt(random.nextInt(letters.length())));
            }
            Field field = Field.values()[random.nextInt(Field.values().length)];
            for (Coercion coercion : List.of(Coercion.ofText(field, sent.toString()),
                    Coercion.ofNumber(field, sent.toString()))) {
                if (coercion instanceof Accepted(Field accepted, FieldValue value)) {
                    assertThatNoException().isThrownBy(() -> Fields.of(accepted, value));
                    String text = value.toString();
                    assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
                }
            }
        }
    }
}
