package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
    private static final Setting<?> GATEWAYS_PORT = Setting.port("MANAGEMENT_PORT", "Port of health")
            .defaultsTo("9180");
    private static final Setting<?> QUERYS_PORT = Setting.port("MANAGEMENT_PORT", "Port of health").defaultsTo("9181");
    private static final Setting<?> KEY = Setting.secret("KEY", 16, "Hides a|b");
    private static final Setting<?> FILE = Setting.path("FILE", "A file").optional("none");

    @Test
    void hasARowForEachNameAndAllItsDefaults() {
        assertThat(SettingsTable.markdown(List.of(GATEWAYS_PORT, KEY, QUERYS_PORT, FILE, FILE))).isEqualTo("""
                | Variable | Default | Value | Meaning |
                |---|---|---|---|
                | `MANAGEMENT_PORT` | 9180, 9181 | a port from 1 to 65535, or 0 for any free one | Port of health |
                | `KEY` | required | a secret of at least 16 characters | Hides a\\|b |
                | `FILE` | none | a path | A file |
                """);
    }

    @Test
    void oneNameDoesNotMeanTwoThings() {
        Setting<?> other = Setting.port("MANAGEMENT_PORT", "Port of something else").defaultsTo("9180");

        assertThatIllegalArgumentException().isThrownBy(() -> SettingsTable.markdown(List.of(GATEWAYS_PORT, other)))
                .withMessageContaining("MANAGEMENT_PORT");
    }
}
