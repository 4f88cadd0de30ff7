package io.starkbeat.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.schemas.peer.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
    @TempDir
    private Path folder;

    @Test
    void idsAreThoseOfEd25519Keys() throws IOException {
        assertThat(Identities.in(folder.resolve("ids"), 30)).hasSize(30)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).startsWith("12D3Koo").matches(PeerId::isCanonical));
    }

    @Test
    void idsOutliveARestartWithMoreOrFewerNodes() throws IOException {
        var file = folder.resolve("deep/er/ids");
        var first = Identities.in(file, 5);
        assertThat(Identities.in(file, 8)).hasSize(8).startsWith(first.toArray(String[]::new));
        assertThat(Identities.in(file, 3)).isEqualTo(first.subList(0, 3));
        assertThat(Identities.in(file, 8)).hasSize(8).startsWith(first.toArray(String[]::new));
    }

    @Test
    void aLineThatIsNoIdIsNamed() throws IOException {
        var file = Files.write(folder.resolve("ids"), List.of(Identities.create(), "12D3KooWrong"));
        assertThatThrownBy(() -> Identities.in(file, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2 of " + file)
                .hasMessageContaining("delete the file");
    }
}
