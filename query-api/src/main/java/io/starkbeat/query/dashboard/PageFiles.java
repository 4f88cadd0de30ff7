package io.starkbeat.query.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The page's own files: all that lie beside `index.html` among the resources, in a folder or in a jar.
final class PageFiles {
    static final String INDEX = "index.html";

    private PageFiles() {}

    /// All of them, by their paths below that folder.
    static Map<String, byte[]> read() {
        URL index = PageFiles.class.getResource(INDEX);
        if (index == null) {
            throw new IllegalStateException("the dashboard's files are missing; build the module query-api again");
        }
        try {
            // A file system of its own: one by the jar's address could be open already, and not ours to close.
            if (index.openConnection() instanceof JarURLConnection inJar) {
                try (FileSystem jar = FileSystems.newFileSystem(Path.of(inJar.getJarFileURL().toURI()))) {
                    return beside(jar.getPath(inJar.getEntryName()));
                }
            }
            return beside(Path.of(index.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the dashboard's files have no address: " + index, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the dashboard's files at " + index, e);
        }
    }

    private static Map<String, byte[]> beside(Path index) throws IOException {
        Path folder = Objects.requireNonNull(index.getParent(), "a file lies in a folder");
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                // A build from sources has the package's classes beside them.
                if (!path.endsWith(".class")) {
                    files.put(path, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}
