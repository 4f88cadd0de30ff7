package io.starkbeat.schemas.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {
    private static final Fields NAMED = Fields.builder()
            .put(Field.CPU_USAGE, new FieldValue.Decimal(3))
            .put(Field.NAME, new FieldValue.Text("Starknode"))
            .put(Field.PEER_COUNT, new FieldValue.Whole(43))
            .build();

    @Test
    void newerValuesReplaceOlderOnesFieldByField() {
        Fields newer = Fields.builder()
                .put(Field.PEER_COUNT, new FieldValue.Whole(48))
                .put(Field.MEMORY, new FieldValue.Decimal(16))
                .build();
        assertThat(NAMED.overlaidBy(newer)).isEqualTo(Fields.builder()
                .put(Field.NAME, new FieldValue.Text("Starknode"))
                .put(Field.PEER_COUNT, new FieldValue.Whole(48))
                .put(Field.MEMORY, new FieldValue.Decimal(16))
                .put(Field.CPU_USAGE, new FieldValue.Decimal(3))
                .build());
        assertThat(NAMED.whole(Field.PEER_COUNT)).hasValue(43);
        assertThat(newer.has(Field.NAME)).isFalse();
        assertThat(NAMED.overlaidBy(Fields.EMPTY)).isSameAs(NAMED);
        assertThat(Fields.EMPTY.overlaidBy(NAMED)).isSameAs(NAMED);
        assertThat(Fields.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void equalValuesMakeEqualFields() {
        Fields same = Fields.builder()
                .put(Field.NAME, new FieldValue.Text("Starknode"))
                .putAll(Map.of(Field.PEER_COUNT, new FieldValue.Whole(43), Field.CPU_USAGE, new FieldValue.Decimal(3)))
                .build();
        assertThat(same).isEqualTo(NAMED).hasSameHashCodeAs(NAMED).hasToString(NAMED.toString());
        assertThat(same.overlaidBy(Fields.of(Field.NAME, new FieldValue.Text("starknode")))).isNotEqualTo(NAMED);
        assertThat(NAMED).isNotEqualTo(Fields.EMPTY).isNotEqualTo(null).isNotEqualTo("{}");
        assertThat(Fields.builder().build()).isSameAs(Fields.EMPTY);
    }

    @Test
    void doNotChangeWithTheirBuilder() {
        Fields.Builder builder = Fields.builder().put(Field.NAME, new FieldValue.Text("before"));
        Fields built = builder.build();
        builder.put(Field.NAME, new FieldValue.Text("after")).put(Field.CPU, new FieldValue.Whole(8));
        assertThat(built).isEqualTo(Fields.of(Field.NAME, new FieldValue.Text("before")));
        assertThat(builder.build().text(Field.NAME)).isEqualTo("after");
    }

    @Test
    void cannotBeChanged() {
        assertThatThrownBy(() -> NAMED.known().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> NAMED.known().iterator().remove()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Fields.EMPTY.known().add(Field.CPU)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void areListedInTableOrder() {
        assertThat(NAMED.known()).containsExactly(Field.NAME, Field.PEER_COUNT, Field.CPU_USAGE);
        StringBuilder visited = new StringBuilder();
        NAMED.forEach((field, value) -> visited.append(field).append('=').append(value).append(' '));
        assertThat(visited).hasToString("NAME=Starknode PEER_COUNT=43 CPU_USAGE=3 ");
    }

    @Test
    void knowTheirGroups() {
        assertThat(NAMED.only(FieldGroup.IDENTITY)).isEqualTo(Fields.of(Field.NAME, new FieldValue.Text("Starknode")));
        assertThat(NAMED.only(FieldGroup.NETWORK).hasAnyOf(FieldGroup.NETWORK)).isTrue();
        assertThat(NAMED.only(FieldGroup.NETWORK).hasAnyOf(FieldGroup.SYSTEM)).isFalse();
        assertThat(Fields.EMPTY.only(FieldGroup.SYSTEM)).isSameAs(Fields.EMPTY);
    }

    @Test
    void answerWithNothingWhereAValueIsOfAnotherKind() {
        assertThat(NAMED.text(Field.PEER_COUNT)).isNull();
        assertThat(NAMED.text(Field.CLIENT)).isNull();
        assertThat(NAMED.whole(Field.NAME)).isEmpty();
        assertThat(NAMED.whole(Field.CPU)).isEmpty();
        assertThat(NAMED.get(Field.CPU_USAGE)).isEqualTo(new FieldValue.Decimal(3));
    }

    /// A value of another family would be read back as one of the field's own, and not equal what was written.
    @ParameterizedTest
    @EnumSource(Field.class)
    void holdOnlyValuesOfTheFieldsFamily(Field field) {
        int held = 0;
        for (FieldValue value : new FieldValue[]{new FieldValue.Text("1"), new FieldValue.Whole(1),
                new FieldValue.Decimal(1)}) {
            if (field.kind().holds(value)) {
                held++;
                assertThat(Fields.of(field, value).get(field)).isEqualTo(value);
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> Fields.of(field, value))
                        .withMessageContaining(field.kafkaName());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Fields.builder().putAll(Map.of(field, value)));
            }
        }
        assertThat(held).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersAreFinite(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldValue.Decimal(value));
    }

    @Test
    void valuesAreShownAsTheyAreWritten() {
        assertThat(new FieldValue.Whole(-1)).hasToString("18446744073709551615");
        assertThat(new FieldValue.Decimal(3)).hasToString("3");
        assertThat(new FieldValue.Decimal(-0.0)).hasToString("0").isEqualTo(new FieldValue.Decimal(0));
        assertThat(new FieldValue.Decimal(4.4)).hasToString("4.4");
        assertThat(new FieldValue.Decimal(1e300)).hasToString("1.0E300");
        assertThat(new FieldValue.Decimal(9007199254740991.0)).hasToString("9007199254740991");
    }
}
