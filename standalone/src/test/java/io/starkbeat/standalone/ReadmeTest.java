package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.kit.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path README = Path.of("../README.md");

    @Test
    void theSettingsTableIsThatOfTheCode() throws IOException {
        assertThat(between(Files.readString(README), "<!-- settings -->", "<!-- /settings -->"))
                .as("the table in %s; './starkbeat settings --markdown' prints the right one", README)
                .isEqualTo(SettingsTable.markdown(AllServices.settings()).strip());
    }

    private static String between(String text, String begin, String end) {
        assertThat(text).contains(begin).contains(end);
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf(end)).strip();
    }
}
