package io.starkbeat.query.docs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A call as people copy it into their shell, and what the page has to send to make the same call.
///
/// @param path    with the query
/// @param headers by name
/// @param body    empty for none
record CodeSample(String path, Map<String, String> headers, String body) {
    private static final Pattern URL = Pattern.compile("'http://localhost:8081(/[^']*)'");
    private static final Pattern HEADER = Pattern.compile("-H '([^:']+): ([^']*)'");
    private static final Pattern BODY = Pattern.compile("-d '([^']*)'");

    /// Reads a line that begins with `curl`; empty for anything else, and for what does not end (`-N`).
    static Optional<CodeSample> of(String source) {
        Matcher url = URL.matcher(source);
        if (!source.startsWith("curl ") || source.contains(" -N ") || !url.find()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        HEADER.matcher(source).results().forEach(header -> headers.put(header.group(1), header.group(2)));
        Matcher body = BODY.matcher(source);
        return Optional.of(new CodeSample(url.group(1), headers, body.find() ? body.group(1) : ""));
    }
}
