package io.starkbeat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.schemas.peer.PeerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerKeyTest {
    @TempDir
    private Path folder;

    @Test
    void aKeyIsMadeOnceForItsOwnerAndNamesTheSameNodeEverAfter() throws Exception {
        var file = folder.resolve("deep").resolve("agent.key");
        var id = PeerKey.in(file);
        assertThat(PeerId.isCanonical(id.toString())).isTrue();
        assertThat(id.toString()).startsWith("12D3KooW");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PeerKey.in(file)).isEqualTo(id);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        assertThat(PeerKey.in(folder.resolve("other.key"))).isNotEqualTo(id);
    }

    @Test
    void ofManyThatBeginAtOnceOnesKeyIsEverybodys() {
        var file = folder.resolve("agent.key");
        assertThat(IntStream.range(0, 16).parallel().mapToObj(_ -> PeerKey.in(file)).distinct()).hasSize(1);
    }

    @Test
    void aDamagedKeyIsRefusedAndLeftAsItIs() throws Exception {
        var file = folder.resolve("agent.key");
        PeerKey.in(file);
        var good = Files.readString(file);
        for (var bad : new String[]{"", "nonsense", good.substring(0, good.length() / 2),
                good.substring(0, good.indexOf("-----BEGIN PUBLIC"))
                        + Files.readString(otherKey()).replaceAll("(?s)-----BEGIN PRIVATE.*END PRIVATE KEY-----\n",
                                "")}) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> PeerKey.in(file)).isInstanceOf(AgentException.class)
                    .hasMessageContaining("damaged").hasMessageContaining(file.toString());
            assertThat(Files.readString(file)).isEqualTo(bad);
        }
    }

    /// As container engines leave it that give a volume's files to a group (Kubernetes' `fsGroup`: 660).
    @Test
    void aKeyThatOthersMayReadIsTakenBackFromThem() throws Exception {
        var file = folder.resolve("agent.key");
        var id = PeerKey.in(file);
        for (var wide : new String[]{"rw-rw----", "rw-r--r--", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(wide));
            assertThat(PeerKey.in(file)).isEqualTo(id);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
    }

    private Path otherKey() {
        var other = folder.resolve("other.key");
        PeerKey.in(other);
        return other;
    }
}
