package io.starkbeat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
    @TempDir
    Path place;

    @Test
    void keepsTheClustersIdFromRunToRun() {
        var folder = place.resolve("a/b");
        String first;
        try (var data = DataFolder.open(folder, 1)) {
            first = data.clusterId();
            assertThat(data.ofNode(1)).isDirectory().hasParent(folder);
        }
        try (var data = DataFolder.open(folder, 1)) {
            assertThat(data.clusterId()).isEqualTo(first);
        }
        try (var other = DataFolder.open(place.resolve("c"), 1)) {
            assertThat(other.clusterId()).isNotEqualTo(first);
        }
    }

    @Test
    void aTemporaryFolderIsGoneAfterTheClose() throws IOException {
        Path folder;
        try (var data = DataFolder.open(null, 1)) {
            folder = data.ofNode(1);
            Files.writeString(folder.resolve("log"), "x");
        }
        assertThat(folder.getParent()).doesNotExist();
    }

    @Test
    void aFolderBelowAFileIsNamed() throws IOException {
        var file = Files.writeString(place.resolve("file"), "");
        var folder = file.resolve("data");
        assertThatThrownBy(() -> DataFolder.open(folder, 1))
                .isInstanceOfSatisfying(EmbeddedKafkaException.FolderUnusable.class,
                        e -> assertThat(e.folder()).isEqualTo(folder))
                .hasMessageContaining("Kafka cannot keep its data in " + folder)
                .hasMessageContaining("choose another folder");
    }

    @Test
    void aFileInTheFoldersPlaceIsNamed() throws IOException {
        var file = Files.writeString(place.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.open(file, 1)).isInstanceOf(EmbeddedKafkaException.FolderUnusable.class)
                .hasMessageContaining(file + " is a file");
    }

    @Test
    void aFolderWithoutPermissionIsNamed() throws IOException {
        var folder = Files.createDirectory(place.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        Assumptions.assumeFalse(Files.isWritable(folder), "the superuser may write anywhere");
        assertThatThrownBy(() -> DataFolder.open(folder, 1)).isInstanceOf(EmbeddedKafkaException.FolderUnusable.class)
                .hasMessageContaining("no permission to write");
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        var stranger = Files.writeString(place.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> DataFolder.open(place, 1)).isInstanceOf(EmbeddedKafkaException.FolderUnusable.class)
                .hasMessageContaining("thesis.txt");
        assertThat(stranger).hasContent("precious");
        assertThat(place).isDirectoryNotContaining("glob:**/.lock");
    }

    @Test
    void aFolderInUseIsToldFromABrokenOne() {
        try (var data = DataFolder.open(place, 1)) {
            assertThat(data.clusterId()).isNotEmpty();
            assertThatThrownBy(() -> DataFolder.open(place, 1)).isInstanceOf(EmbeddedKafkaException.FolderInUse.class)
                    .hasMessageContaining(place.toString());
        }
        DataFolder.open(place, 1).close();
    }

    @Test
    void dataOfANewerKafkaAreRefusedAndNotTouched() throws IOException {
        DataFolder.open(place, 1, "4.10.0").close();
        var stamp = Files.readString(place.resolve("cluster.properties"));
        assertThatThrownBy(() -> DataFolder.open(place, 1, "4.9.2"))
                .isInstanceOf(EmbeddedKafkaException.DataIncompatible.class)
                .hasMessageContaining("Kafka 4.10.0 wrote them")
                .hasMessageContaining("the older Kafka 4.9.2");
        assertThat(place.resolve("cluster.properties")).hasContent(stamp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.10.0", "4.10.1", "4.9.0", "3.9.1"})
    void dataOfTheSameMinorVersionOrAnOlderOneAreTakenOver(String written) {
        DataFolder.open(place, 1, written).close();
        DataFolder.open(place, 1, "4.10.0").close();
    }

    @Test
    void dataOfAClusterOfAnotherSizeAreRefused() {
        DataFolder.open(place, 3).close();
        assertThatThrownBy(() -> DataFolder.open(place, 1))
                .isInstanceOf(EmbeddedKafkaException.DataIncompatible.class)
                .hasMessageContaining("a cluster of 3 node(s), not 1");
    }

    @Test
    void aDamagedStampIsToldAndNotReplaced() throws IOException {
        Files.writeString(place.resolve("cluster.properties"), "nodes=1\n");
        assertThatThrownBy(() -> DataFolder.open(place, 1))
                .isInstanceOf(EmbeddedKafkaException.DataIncompatible.class)
                .hasMessageContaining("cluster.id");
        assertThat(place.resolve("cluster.properties")).hasContent("nodes=1\n");
    }
}
