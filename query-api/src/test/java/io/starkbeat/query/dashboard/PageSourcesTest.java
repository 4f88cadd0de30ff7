package io.starkbeat.query.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What no file of the page contains.
class PageSourcesTest {
    private static final Map<String, byte[]> FILES = PageFiles.read();

    /// All ways by which a text becomes markup or a program.
    private static final Pattern TEXT_AS_MARKUP = Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML"
            + "|document\\.write|unsafeHTML|unsafeSVG|createContextualFragment|DOMParser|srcdoc|\\beval\\(|new Function");
    private static final Pattern ELSEWHERE = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)[a-z]");
    private static final Pattern INLINE_STYLE = Pattern.compile("<[^>]*\\sstyle=|\\son[a-z]+=\"");

    private static Stream<String> texts() {
        return FILES.keySet().stream().filter(path -> !path.endsWith(".json"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void noTextBecomesMarkupAndNothingIsLoadedFromElsewhere(String path) {
        String text = new String(FILES.get(path), StandardCharsets.UTF_8);
        assertThat(TEXT_AS_MARKUP.matcher(text).results().map(found -> found.group())).isEmpty();
        assertThat(ELSEWHERE.matcher(text).results().map(found -> found.group())).isEmpty();
        assertThat(INLINE_STYLE.matcher(text).results().map(found -> found.group())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aFileHoldsOneIdea(String path) {
        assertThat(new String(FILES.get(path), StandardCharsets.UTF_8).lines().count()).isLessThan(300);
    }

    /// The search above is worth something.
    @ParameterizedTest
    @MethodSource("markups")
    void whatIsForbiddenIsFound(String text) {
        assertThat(TEXT_AS_MARKUP.matcher(text).find()).isTrue();
    }

    private static List<String> markups() {
        return List.of("cell.innerHTML = name", "box.insertAdjacentHTML('beforeend', x)", "eval(x)", "unsafeHTML(x)");
    }
}
