package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.DialectKey;
import io.starkbeat.schemas.field.Field;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FieldReferenceTest {
    @Test
    void thePageIsTheFieldTable() {
        GeneratedFile.of(Path.of("../docs/fields.md")).holds(FieldReference.markdown());
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void everyFieldHasItsLine(Field field) {
        assertThat(FieldReference.markdown()).contains("| `" + field.kafkaName() + "` | `" + field.apiName() + "` | "
                + field.kind().label());
        assertThat(FieldReference.text()).contains("  " + field.kafkaName() + " ").contains(field.meaning());
    }

    @Test
    void everyKeyOfADialectHasItsLine() {
        assertThat(DialectKey.SUBSTRATE).allSatisfy(key -> assertThat(FieldReference.markdown())
                .containsPattern("`" + key.key() + "`( \\*)? \\| `" + key.field().kafkaName() + "`"));
    }
}
