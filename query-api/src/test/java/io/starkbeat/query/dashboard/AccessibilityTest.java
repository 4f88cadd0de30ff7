package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of WCAG 2.2, levels A and AA, as far as a program can look at them (axe-core).
@ResourceLock(Browsing.BROWSER)
class AccessibilityTest {
    private static Browsing browsing;
    private static ServedDashboard served;

    @BeforeAll
    static void start() throws Exception {
        browsing = Browsing.shared();
        served = new ServedDashboard(new PaintedNetwork(60, Duration.ofSeconds(1), 7, Instant.now()), 0);
        served.turn();
    }

    @AfterAll
    static void stop() {
        if (served != null) {
            served.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, LIGHT", "1440, 900, DARK", "390, 844, LIGHT"})
    void nothingIsAmiss(int width, int height, ColorScheme scheme) throws Exception {
        Page page = browsing.page(browsing.reader(width, height, scheme));
        Browsing.load(page, served.address());
        assertThat(page.locator("#follow-chart canvas")).isVisible();
        assertThat(page.locator(".tbody .row:not(.empty)").first()).isVisible();
        assertThat(findings(page)).isEmpty();

        // With a filter that is none behind it.
        Browsing.load(page, served.address() + "?filter=speed:fast&node=" + served.network.nodes().get(7).nodeId);
        assertThat(page.locator(".filter-word")).containsText("There is no");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Nothing is kept of what this node sent");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Operating system");
        assertThat(findings(page)).isEmpty();
        browsing.endPages();
    }

    private static List<String> findings(Page page) throws Exception {
        try (InputStream axe = AccessibilityTest.class.getClassLoader()
                .getResourceAsStream("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            // Axe reads colours from canvases, which the browser has a word on; what the page itself said stays.
            browsing.ignore("willReadFrequently");
            // Not as a script of the page, which its policy forbids.
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
        }
        JsonNode found = RecordMapper.mapper().readTree((String) page.evaluate("""
                async () => JSON.stringify((await axe.run(document, {resultTypes: ['violations'], runOnly:
                    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})).violations)"""));
        List<String> findings = new ArrayList<>();
        found.forEach(rule -> rule.get("nodes").forEach(node -> findings.add(rule.get("id").asText() + ": "
                + node.get("html").asText() + " " + node.get("failureSummary").asText())));
        return findings;
    }
}
