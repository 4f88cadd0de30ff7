package io.starkbeat.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The project's own files.
final class Project {
    /// Its root: tests run in their module's folder.
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Project() {}

    static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All files below a folder whose names end so, in the order of their names; relative to [#ROOT].
    static List<String> files(String folder, String ending) {
        try (var all = Files.walk(ROOT.resolve(folder))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> ROOT.relativize(file).toString())
                    .filter(file -> file.endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
