package io.starkbeat.query.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.docs.OpenApi.Operation;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/// The page at `/docs`: all that the OpenAPI document tells, with calls to copy and to try, in one file that loads nothing.
/// Style and script are in it, and the policy names them by their digests: nothing else is allowed to run, not even what a
/// node might smuggle into an answer.
///
/// @param html   the whole page
/// @param policy the value of `Content-Security-Policy`
public record ApiPage(String html, String policy) {

    /// Makes the page.
    ///
    /// @param openApi the OpenAPI document in one file, as JSON
    public static ApiPage of(String openApi) {
        String style = resource("page.css");
        String script = resource("page.js");
        String policy = "default-src 'none'; style-src " + digest(style) + "; script-src " + digest(script)
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new ApiPage(new Writer(new OpenApi(openApi)).write(style, script), policy);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ApiPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the resource " + name + " is missing; build the module query-api again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }

    /// One page in the making.
    private static final class Writer {
        /// Of more words than these a table does not tell each.
        private static final int MANY = 10;

        private final OpenApi api;
        private final Html html = new Html();

        Writer(OpenApi api) {
            this.api = api;
        }

        String write(String style, String script) {
            String title = "Starkbeat: " + api.info().path("title").asText();
            html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                    .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                    .raw("<meta name=\"color-scheme\" content=\"light dark\">")
                    .raw("<link rel=\"icon\" href=\"data:,\">")
                    .element("title", title).raw("<style>" + style + "</style></head><body>");
            navigation();
            html.raw("<main>");
            introduction();
            api.tags().forEach(this::section);
            html.raw("<footer>Made from ").raw("<a href=\"/openapi.yaml\">openapi.yaml</a>")
                    .raw(" when this server was started.</footer>");
            html.raw("</main><script>" + script + "</script></body></html>\n");
            return html.toString();
        }

        private void navigation() {
            html.raw("<nav><details open><summary><span class=\"brand\">Starkbeat</span> ")
                    .text(api.info().path("title").asText())
                    .raw("</summary><ul><li><a href=\"#top\">Introduction</a></li>");
            for (JsonNode tag : api.tags()) {
                String name = tag.path("name").asText();
                html.raw("<li><a class=\"group\" href=\"#" + anchor(name) + "\">").text(name).raw("</a><ul>");
                for (Operation operation : api.operations(name)) {
                    html.raw("<li><a href=\"#" + operation.id() + "\">").element("code", operation.path())
                            .raw("</a></li>");
                }
                html.raw("</ul></li>");
            }
            html.raw("</ul></details></nav>");
        }

        private void introduction() {
            JsonNode info = api.info();
            html.raw("<header id=\"top\">").element("h1", info.path("title").asText())
                    .element("p class=\"lead\"", info.path("summary").asText());
            // What one wants to see first; the rest is for who goes on.
            api.tags().valueStream().limit(1).map(tag -> api.operations(tag.path("name").asText()).getFirst())
                    .forEach(first -> sample(first.at().at("/x-codeSamples/0")));
            html.raw(
                    "<p class=\"links\"><a href=\"/openapi.yaml\">openapi.yaml</a><a href=\"/openapi.json\">openapi.json</a>")
                    .raw("<a href=\"/schemas\">all schemas</a></p></header><section class=\"prose\">")
                    .prose(info.path("description").asText())
                    .raw("</section>");
        }

        private void section(JsonNode tag) {
            String name = tag.path("name").asText();
            html.raw("<section id=\"" + anchor(name) + "\">").element("h2", name)
                    .prose(tag.path("description").asText());
            api.operations(name).forEach(this::operation);
            html.raw("</section>");
        }

        private void operation(Operation operation) {
            html.raw("<article id=\"" + operation.id() + "\"><h3><span class=\"method " + operation.method() + "\">")
                    .text(operation.method().toUpperCase(Locale.ROOT))
                    .raw("</span> <a href=\"#" + operation.id()
                            + "\">")
                    .element("code", operation.path()).raw("</a></h3>")
                    .element("p class=\"summary\"", operation.summary());
            html.prose(operation.at().path("description").asText());
            operation.at().path("x-codeSamples").forEach(this::sample);
            parameters(operation.at().path("parameters"));
            answers(operation.at().path("responses"));
            html.raw("</article>");
        }

        private void sample(JsonNode sample) {
            String source = sample.path("source").asText().strip();
            html.raw("<figure><figcaption>").text(sample.path("label").asText()).raw("<span class=\"buttons\">")
                    .raw("<button type=\"button\" class=\"copy\" hidden>Copy</button>");
            CodeSample.of(source).ifPresent(call -> html
                    .raw("<button type=\"button\" class=\"run\" hidden data-path=\"").text(call.path())
                    .raw("\" data-headers=\"").text(json(call.headers()))
                    .raw("\" data-body=\"").text(call.body()).raw("\">Run</button>"));
            html.raw("</span></figcaption><pre><code>").text(source).raw("</code></pre></figure>");
        }

        private void parameters(JsonNode parameters) {
            if (parameters.isEmpty()) {
                return;
            }
            html.raw(
                    "<h4>Parameters</h4><div class=\"wide\"><table><thead><tr><th>Name</th><th>Value</th><th>Meaning</th>"
                            + "</tr></thead><tbody>");
            for (JsonNode each : parameters) {
                JsonNode parameter = api.resolved(each);
                html.raw("<tr><td>").element("code", parameter.path("name").asText());
                String in = parameter.path("in").asText();
                if (!in.equals("query")) {
                    html.element("span class=\"in\"", " " + in);
                }
                html.raw("</td><td>").text(values(parameter)).raw("</td><td>")
                        .line(parameter.path("description").asText()).raw("</td></tr>");
            }
            html.raw("</tbody></table></div>");
        }

        /// Those that are many are the properties of a node, which stand below.
        private String values(JsonNode parameter) {
            JsonNode schema = parameter.path("schema");
            JsonNode words = schema.has("items") ? schema.at("/items/enum") : schema.path("enum");
            if (words.size() > MANY) {
                return schema.has("items") ? "properties of a node" : "a property of a node";
            }
            return api.type(schema.has("items") ? schema.path("items") : schema);
        }

        private void answers(JsonNode responses) {
            html.raw("<h4>Answers</h4><dl class=\"answers\">");
            for (Map.Entry<String, JsonNode> each : responses.properties()) {
                JsonNode response = api.resolved(each.getValue());
                html.raw("<dt class=\"s" + each.getKey().charAt(0) + "\">" + each.getKey() + "</dt><dd>")
                        .line(response.path("description").asText());
                for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
                    html.raw(" ").element("span class=\"media\"", content.getKey());
                }
                html.raw("</dd>");
            }
            html.raw("</dl>");
            shape(responses.path("200"));
        }

        private void shape(JsonNode response) {
            for (Map.Entry<String, JsonNode> content : response.path("content").properties()) {
                JsonNode schema = content.getValue().path("schema");
                boolean list = api.resolved(schema).path("type").asText().equals("array");
                JsonNode known = api.resolved(list ? api.resolved(schema).path("items") : schema);
                String example = content.getValue().path("example").isTextual()
                        ? content.getValue().path("example").asText()
                        : known.at("/examples/0").isMissingNode() ? "" : pretty(known.at("/examples/0"));
                if (known.has("properties")) {
                    html.raw("<details><summary>").text(list ? "Each is " : "The answer is ").element("strong",
                            known.path("title").asText("an object")).raw("</summary>");
                    new SchemaTable(api, html).write(known);
                    html.raw("</details>");
                }
                if (!example.isEmpty()) {
                    html.raw("<details><summary>Example, ").element("code", content.getKey())
                            .raw("</summary><pre><code>")
                            .text(example).raw("</code></pre></details>");
                }
            }
        }

        private static String json(Object value) {
            try {
                return RecordMapper.mapper().writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot write what a sample sends", e);
            }
        }

        private static String pretty(JsonNode json) {
            return json.toPrettyString();
        }

        private static String anchor(String tag) {
            return tag.toLowerCase(Locale.ROOT).replace(' ', '-');
        }
    }
}
