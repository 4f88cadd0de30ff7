package io.starkbeat.query.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// A library that the page uses, from its WebJar on the class path. Of each only the files that the page needs are served:
/// its modules are few and named here, so nothing else of a jar can be asked for.
///
/// @param artifact  of the group `org.webjars.npm`; also its folder in the jar
/// @param specifier what modules import it by; a module of it is imported by that and `/` and its path
/// @param files     paths in the library, the one that the specifier means first
record BrowserLibrary(String artifact, String specifier, List<String> files) {
    static final List<BrowserLibrary> ALL = List.of(
            new BrowserLibrary("lit", "lit", List.of("index.js")),
            new BrowserLibrary("lit__reactive-element", "@lit/reactive-element",
                    List.of("reactive-element.js", "css-tag.js")),
            new BrowserLibrary("lit-element", "lit-element", List.of("index.js", "lit-element.js")),
            new BrowserLibrary("lit-html", "lit-html", List.of("lit-html.js", "is-server.js")),
            new BrowserLibrary("uplot", "uplot", List.of("dist/uPlot.esm.js", "dist/uPlot.min.css")));

    private static final String GROUP = "org.webjars.npm";

    /// Its files, by the paths at which they are served.
    Map<String, byte[]> read() {
        Map<String, byte[]> read = new TreeMap<>();
        String root = "META-INF/resources/webjars/" + artifact + "/" + version() + "/";
        files.forEach(file -> read.put(path(file), bytes(root + file)));
        return read;
    }

    /// Where a file of it is served.
    private String path(String file) {
        return "lib/" + artifact + "/" + file;
    }

    /// What an import map says of it.
    ///
    /// @param root the path of the page's files, with a slash at its end
    Map<String, String> imports(String root) {
        return Map.of(specifier, root + path(files.getFirst()), specifier + "/", root + path(""));
    }

    /// A WebJar's folder bears its version, and the jar says which that is.
    private String version() {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/" + GROUP + "/" + artifact + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of " + artifact, e);
        }
        return properties.getProperty("version");
    }

    private byte[] bytes(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private InputStream open(String resource) {
        InputStream in = BrowserLibrary.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the class path lacks " + resource + ": " + GROUP + ":" + artifact
                    + " is missing, or another version of it has its files elsewhere");
        }
        return in;
    }
}
