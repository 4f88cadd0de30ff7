package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What `up` sends to its file instead of the terminal is named as it is in fact logged.
class UpLogTest {
    @Test
    void stalledLoopsGoToTheFile() throws IOException {
        try (var configuration = UpLogTest.class.getResourceAsStream("/logback-up.xml")) {
            assertThat(new String(configuration.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("<logger name=\"" + BlockedThreadChecker.LOGGER_NAME + "\"");
        }
    }
}
