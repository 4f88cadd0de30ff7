package io.starkbeat.query.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTML that is being put together. Everything that is appended as text is escaped; markup comes from this package only.
/// Not thread-safe.
final class Html {
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*");

    private final StringBuilder html = new StringBuilder(64 * 1024);

    /// Appends markup as it stands.
    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    Html text(String text) {
        html.append(escaped(text));
        return this;
    }

    /// Appends an element with nothing but text in it.
    ///
    /// @param tag with its attributes, for example `td class="name"`
    Html element(String tag, String text) {
        int blank = tag.indexOf(' ');
        return raw("<" + tag + ">").text(text).raw("</" + (blank < 0 ? tag : tag.substring(0, blank)) + ">");
    }

    /// Appends what OpenAPI's descriptions are written in, as far as ours use it: paragraphs, lists with hyphens, and in
    /// them `code` and **strong**.
    Html prose(String markdown) {
        for (String block : markdown.strip().split("\n\\s*\n", -1)) {
            if (block.startsWith("- ")) {
                raw("<ul>");
                for (String point : block.substring(2).split("\n- ", -1)) {
                    raw("<li>").line(point).raw("</li>");
                }
                raw("</ul>");
            } else {
                raw("<p>").line(block).raw("</p>");
            }
        }
        return this;
    }

    /// One line of prose.
    Html line(String markdown) {
        Matcher spans = SPAN.matcher(markdown);
        int from = 0;
        while (spans.find()) {
            text(markdown.substring(from, spans.start()));
            if (spans.group(1) != null) {
                element("code", spans.group(1));
            } else {
                element("strong", spans.group(2));
            }
            from = spans.end();
        }
        return text(markdown.substring(from));
    }

    @Override
    public String toString() {
        return html.toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
