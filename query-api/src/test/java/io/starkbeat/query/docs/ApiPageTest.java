package io.starkbeat.query.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.codec.RecordMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPageTest {
    private static final String OPEN_API = PublishedDocument.openApi().get(1).text();
    private static final ApiPage PAGE = ApiPage.of(OPEN_API);

    @Test
    void nothingIsLoadedFromAnywhere() {
        assertThat(PAGE.html()).doesNotContain(" src=", "@import", "url(", "//cdn", "href=\"http", "<iframe",
                "<link rel=\"s");
        Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(PAGE.html());
        while (links.find()) {
            assertThat(links.group(1)).matches("(#|/)[A-Za-z./-]*|data:,");
        }
    }

    /// What is not named by its digest does not run: no other script, no handler in an attribute, no style of an element.
    @ParameterizedTest
    @ValueSource(strings = {"style", "script"})
    void thePolicyNamesWhatIsInThePageAndNothingElse(String element) throws Exception {
        Matcher in = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(PAGE.html());
        assertThat(in.find()).isTrue();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(PAGE.policy()).startsWith("default-src 'none'; ")
                .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';")
                .doesNotContain("unsafe");
        assertThat(in.find()).isFalse();
        assertThat(PAGE.html()).doesNotContainPattern("<[^>]* (on[a-z]+|style)=");
    }

    @Test
    void everyOperationWithItsParametersAndStatusesIsThere() throws Exception {
        for (Map.Entry<String, JsonNode> path : RecordMapper.mapper().readTree(OPEN_API).get("paths").properties()) {
            for (JsonNode operation : path.getValue()) {
                String id = operation.get("operationId").asText();
                Matcher article = Pattern.compile("<article id=\"" + id + "\">(.*?)</article>", Pattern.DOTALL)
                        .matcher(PAGE.html());
                assertThat(article.find()).as(id).isTrue();
                String text = article.group(1);
                assertThat(text).contains("<code>" + path.getKey() + "</code>", operation.get("summary").asText());
                operation.get("responses").fieldNames()
                        .forEachRemaining(status -> assertThat(text).contains(">" + status + "</dt>"));
                for (JsonNode parameter : operation.path("parameters")) {
                    if (parameter.has("name")) {
                        assertThat(text).contains("<code>" + parameter.get("name").asText() + "</code>");
                    }
                }
                assertThat(PAGE.html()).contains("<a href=\"#" + id + "\">");
            }
        }
    }

    @Test
    void textIsNoMarkup() {
        String page = ApiPage
                .of("""
                        {"info": {"title": "<b>&\\"", "description": "`<i>` <script>alert(1)</script>"}, "tags": [], "paths": {}}
                        """)
                .html();
        assertThat(page).contains("&lt;b&gt;&amp;&quot;", "<code>&lt;i&gt;</code> &lt;script&gt;alert(1)")
                .doesNotContain("<b>", "<i>", "<script>alert");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a `b` **c** d|<p>a <code>b</code> <strong>c</strong> d</p>",
            "'one\n\ntwo'|<p>one</p><p>two</p>",
            "'- a\n- `b`: c\n  d'|'<ul><li>a</li><li><code>b</code>: c\n  d</li></ul>'"})
    void descriptionsAreWrittenAsTheyAreMeant(String markdown, String html) {
        assertThat(new Html().prose(markdown).toString()).isEqualTo(html);
    }

    @Test
    void aCallIsReadAsTheShellWould() {
        assertThat(CodeSample.of("curl -H 'Accept: text/csv' 'http://localhost:8081/api/nodes?a=b'")).hasValue(
                new CodeSample("/api/nodes?a=b", Map.of("Accept", "text/csv"), ""));
        assertThat(CodeSample.of("curl -H 'Content-Type: application/json' -d '{\"a\":1}' 'http://localhost:8081/x'"))
                .hasValue(new CodeSample("/x", Map.of("Content-Type", "application/json"), "{\"a\":1}"));
        assertThat(CodeSample.of("curl -N 'http://localhost:8081/api/nodes/stream'")).isEmpty();
        assertThat(CodeSample.of("const a = 1;")).isEmpty();
    }
}
