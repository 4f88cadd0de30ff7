package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of the repository that is made from code: compared with it, and written anew when tests are run with
/// `-Dschemas.update=true`.
record GeneratedFile(Path path) {
    static GeneratedFile of(Path path) {
        return new GeneratedFile(path);
    }

    void holds(String text) {
        try {
            if (Boolean.getBoolean("schemas.update")) {
                Files.writeString(path, text);
            }
            assertThat(Files.readString(path))
                    .as("%s is not what the code says. If the code is right, write the file anew with: "
                            + "./mvnw -pl schemas test -Dschemas.update=true", path)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// JSON as the published files are laid out.
    static String json(JsonNode json) {
        // A printer keeps its place in the document: each gets its own.
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return SchemaTree.JSON.writer(printer).writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
