package io.starkbeat.query.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.schemas.codec.RecordMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The dashboard, made ready once: there is no build of JavaScript, so what is served is what lies in the sources.
///
/// Everything but the page itself is served below a path that bears a *stamp*, a digest of all files. So a browser may keep
/// them for good, and one that has an older page never gets a mixture. The page's policy allows scripts and styles of this
/// origin, the one import map, and nothing else; it also takes away the ways by which a text could become markup
/// (Trusted Types), whatever a node calls itself.
public final class Dashboard {
    /// Below it and the stamp lie all files.
    public static final String ASSETS = "/assets/";

    /// The worker's script: it reads the feed and holds all nodes.
    public static final String WORKER = "/feed/worker.js";

    /// The value of `Content-Security-Policy` for the worker: its own modules, the feed, and nothing else.
    public static final String WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; "
            + "require-trusted-types-for 'script'";

    private static final int STAMP_DIGITS = 12;

    /// The worker's modules. They come first, so that nodes are on their way while the rest comes.
    private static final Predicate<String> FEED = path -> path.startsWith("feed/") || path.startsWith("model/");

    private final String stamp;
    private final Asset page;
    private final String policy;
    private final Map<String, Asset> assets;

    private Dashboard(String stamp, Asset page, String policy, Map<String, Asset> assets) {
        this.stamp = stamp;
        this.page = page;
        this.policy = policy;
        this.assets = assets;
    }

    /// Reads all files and makes the page.
    ///
    /// @throws IllegalStateException when files are missing from the class path
    public static Dashboard read() {
        Map<String, byte[]> files = new TreeMap<>(PageFiles.read());
        BrowserLibrary.ALL.forEach(library -> files.putAll(library.read()));
        byte[] template = files.remove(PageFiles.INDEX);
        if (template == null) {
            throw new IllegalStateException("the dashboard lacks " + PageFiles.INDEX);
        }
        String stamp = stamp(files, template);
        String root = ASSETS + stamp + "/";
        String importMap = importMap(root);
        String html = new String(template, StandardCharsets.UTF_8)
                .replace("${stamp}", stamp)
                .replace("${feedPreloads}", preloads(files, root, FEED))
                .replace("${preloads}", preloads(files, root, FEED.negate()))
                .replace("${importMap}", importMap)
                .replace("${assets}/", root);
        Map<String, Asset> assets = new TreeMap<>();
        files.forEach((path, bytes) -> assets.put(path, Asset.of(Asset.mediaType(path), bytes)));
        return new Dashboard(stamp,
                Asset.of(Asset.mediaType(PageFiles.INDEX), html.getBytes(StandardCharsets.UTF_8)), policy(importMap),
                Map.copyOf(assets));
    }

    /// The page itself.
    public Asset page() {
        return page;
    }

    /// Tells this build of the page from others.
    public String stamp() {
        return stamp;
    }

    /// The value of `Content-Security-Policy` for the page.
    public String policy() {
        return policy;
    }

    /// The file at a path below [#ASSETS], which begins with the stamp; empty for any other build's.
    ///
    /// @param path without [#ASSETS]
    public Optional<Asset> find(String path) {
        String prefix = stamp + "/";
        return path.startsWith(prefix)
                ? Optional.ofNullable(assets.get(path.substring(prefix.length())))
                : Optional.empty();
    }

    /// All paths of files, below [#ASSETS].
    public Iterable<String> paths() {
        return assets.keySet().stream().map(path -> stamp + "/" + path).sorted().toList();
    }

    /// Modules are asked for all at once, else each would be found only when the one that imports it has come.
    private static String preloads(Map<String, byte[]> files, String root, Predicate<String> which) {
        return files.keySet().stream()
                .filter(path -> path.endsWith(".js") && which.test(path))
                .map(path -> "<link rel=\"modulepreload\" href=\"" + root + path + "\">")
                .collect(Collectors.joining("\n"));
    }

    private static String importMap(String root) {
        Map<String, String> imports = new TreeMap<>();
        BrowserLibrary.ALL.forEach(library -> imports.putAll(library.imports(root)));
        try {
            return RecordMapper.mapper().writeValueAsString(Map.of("imports", imports));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the import map", e);
        }
    }

    private static String policy(String importMap) {
        String digest = Base64.getEncoder().encodeToString(sha256().digest(importMap.getBytes(StandardCharsets.UTF_8)));
        return "default-src 'none'; script-src 'self' 'sha256-" + digest + "'; worker-src 'self'; style-src 'self'; "
                + "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types lit-html starkbeat";
    }

    private static String stamp(Map<String, byte[]> files, byte[] page) {
        MessageDigest digest = sha256();
        files.forEach((path, bytes) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest(page)).substring(0, STAMP_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
