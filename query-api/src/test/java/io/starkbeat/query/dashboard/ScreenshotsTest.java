package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Takes the pictures of the documents: into `target/dashboard`, and with `-Ddashboard.pictures=../docs/dashboard` into the
/// documents themselves. In the build a few blocks are waited for, there some thirty.
@ResourceLock(Browsing.BROWSER)
class ScreenshotsTest {
    @Test
    void theDashboardLightDarkAndSmall() throws Exception {
        String wanted = System.getProperty("dashboard.pictures");
        Path folder = Files.createDirectories(Path.of(wanted == null ? "target/dashboard" : wanted));
        Browsing browsing = Browsing.shared();
        try (ServedDashboard served = new ServedDashboard(
                new PaintedNetwork(120, Duration.ofMillis(wanted == null ? 700 : 2600), 7, Instant.now()), 0)) {
            served.turn();
            Page light = open(browsing, served, 1440, 900, ColorScheme.LIGHT, "");
            Page dark = open(browsing, served, 1440, 900, ColorScheme.DARK, "");
            Page small = open(browsing, served, 390, 844, ColorScheme.LIGHT, "");
            Page node = open(browsing, served, 1440, 900, ColorScheme.LIGHT,
                    "?node=" + served.network.nodes().get(3).nodeId);
            assertThat(node.getByRole(AriaRole.DIALOG)).containsText("Operating system");
            light.waitForTimeout(wanted == null ? 2500 : 75_000);
            picture(light, folder.resolve("light.png"));
            picture(dark, folder.resolve("dark.png"));
            picture(small, folder.resolve("small.png"));
            picture(node, folder.resolve("node.png"));
            browsing.endPages();
        }
    }

    private static Page open(Browsing browsing, ServedDashboard served, int width, int height, ColorScheme scheme,
            String query) {
        BrowserContext reader = browsing.reader(width, height, scheme);
        Page page = browsing.page(reader);
        page.navigate(served.address() + query);
        assertThat(page.locator("#follow-chart canvas")).isVisible();
        return page;
    }

    private static void picture(Page page, Path file) throws Exception {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).isGreaterThan(20_000);
    }
}
