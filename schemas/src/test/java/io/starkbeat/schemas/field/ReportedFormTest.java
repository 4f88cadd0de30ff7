package io.starkbeat.schemas.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Coercion.Accepted;
import io.starkbeat.schemas.field.Coercion.Unfit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds what the field table says of forms and ranges to what is read: every field in every form.
final class ReportedFormTest {

    @ParameterizedTest
    @EnumSource(Field.class)
    void aFieldTakesTheFormsThatItSays(Field field) {
        for (ReportedForm form : ReportedForm.values()) {
            Coercion coercion = form.isText()
                    ? Coercion.ofText(field, form.example())
                    : form == ReportedForm.BOOLEAN
                            ? Coercion.ofBoolean(field)
                            : Coercion.ofNumber(field, form.example());
            if (field.takes(form) || form.isText() && field.takes(ReportedForm.TEXT)) {
                assertThat(coercion).as("%s as %s", field, form).isInstanceOfSatisfying(Accepted.class, accepted -> {
                    assertThat(accepted.field()).isEqualTo(field);
                    assertThat(field.kind().holds(accepted.value())).isTrue();
                });
            } else if (field.meantByWords() != null
                    && (form == ReportedForm.TEXT || form == ReportedForm.WORD)) {
                assertThat(coercion).isEqualTo(
                        new Accepted(field.meantByWords(), new FieldValue.Text(form.example())));
            } else {
                assertThat(coercion).as("%s as %s", field, form).isInstanceOf(Unfit.class);
            }
        }
    }

    /// A fraction goes with every form of a decimal number.
    @ParameterizedTest
    @EnumSource(Field.class)
    void aFractionInATextIsTakenWhereBothAre(Field field) {
        Coercion coercion = Coercion.ofText(field, ReportedForm.FRACTION.example());
        assertThat(coercion instanceof Accepted).isEqualTo(
                field.takes(ReportedForm.FRACTION) && field.takes(ReportedForm.DECIMAL_TEXT)
                        || field.takes(ReportedForm.TEXT));
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void aFieldKeepsTheRangeThatItSays(Field field) {
        switch (field.range()) {
            case ValueRange.Length(int max) -> {
                assertThat(kept(field, "n".repeat(max))).isEqualTo("n".repeat(max));
                assertThat(kept(field, "n".repeat(max + 1))).isEqualTo("n".repeat(max));
                assertThat(kept(field, "a\u202Eb\u0007")).isEqualTo("ab");
                unfit(field, "");
            }
            case ValueRange.OneOf(List<ValueRange.OneOf.Word> words) -> {
                Set<String> all = new HashSet<>();
                for (ValueRange.OneOf.Word word : words) {
                    assertThat(kept(field, word.name())).isEqualTo(word.name());
                    assertThat(kept(field, word.name().toUpperCase(Locale.ROOT))).isEqualTo(word.name());
                    assertThat(all.add(word.name().toLowerCase(Locale.ROOT))).isTrue();
                    for (String synonym : word.synonyms()) {
                        assertThat(kept(field, synonym)).isEqualTo(word.name());
                        assertThat(kept(field, " " + synonym.toUpperCase(Locale.ROOT))).isEqualTo(word.name());
                        assertThat(all.add(synonym)).as(synonym).isTrue();
                    }
                }
                unfit(field, "other");
            }
            case ValueRange.HexDigits(int max) -> {
                assertThat(kept(field, "0X" + "A".repeat(max))).isEqualTo("0x" + "a".repeat(max));
                assertThat(kept(field, "0x1")).isEqualTo("0x1");
                unfit(field, "0x" + "a".repeat(max + 1));
                unfit(field, "0x");
            }
            case ValueRange.Unsigned64 _ -> {
                assertThat(kept(field, "0")).isEqualTo("0");
                assertThat(kept(field, "18446744073709551615")).isEqualTo("18446744073709551615");
                unfit(field, "18446744073709551616");
                unfit(field, "-1");
            }
            case ValueRange.NotNegative _ -> {
                assertThat(kept(field, "0")).isEqualTo("0");
                assertThat(kept(field, "0xFF")).isEqualTo("255");
                assertThat(kept(field, "0xffffffffffffffff")).isEqualTo("1.8446744073709552E19");
                unfit(field, "-0.5");
            }
            case ValueRange.ShownWithin(double min, double max) -> {
                for (double number : new double[]{min - 1, min, max, max + 1}) {
                    FieldValue value = new FieldValue.Decimal(number);
                    assertThat(Coercion.ofNumber(field, value.toString())).isEqualTo(new Accepted(field, value));
                    assertThat(field.inRange(value)).isEqualTo(number >= min && number <= max);
                }
            }
        }
    }

    @Test
    void yesAndNoHaveTheirForms() {
        for (Truth truth : Truth.values()) {
            for (String form : truth.forms()) {
                assertThat(Truth.of(form)).contains(truth);
                assertThat(Truth.of(" " + form.toUpperCase(Locale.ROOT))).contains(truth);
            }
        }
        assertThat(Truth.of("yes")).isEmpty();
        assertThat(Truth.of("")).isEmpty();
    }

    @Test
    void aDialectsKeyMeansOneField() {
        assertThat(DialectKey.SUBSTRATE).extracting(key -> key.messageType() + " " + key.key()).doesNotHaveDuplicates();
        assertThat(DialectKey.SUBSTRATE).allSatisfy(key -> {
            assertThat(key.key()).matches("[a-z_]+(\\.[a-z_]+)?");
            assertThat(Field.byReportedName(key.outermost())).as("a field's own name needs no key").isNull();
        });
    }

    private static String kept(Field field, String sent) {
        Coercion coercion = Coercion.ofText(field, sent);
        assertThat(coercion).as("%s as %s", sent, field).isInstanceOf(Accepted.class);
        assertThat(((Accepted) coercion).field()).isEqualTo(field);
        return ((Accepted) coercion).value().toString();
    }

    private static void unfit(Field field, String sent) {
        assertThat(Coercion.ofText(field, sent)).as("%s as %s", sent, field).isInstanceOf(Unfit.class);
    }
}
