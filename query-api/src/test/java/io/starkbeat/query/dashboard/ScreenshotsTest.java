package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
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
            String node = "?node=" + served.network.nodes().get(3).nodeId;
            // One after the other: each page is drawn by the processor, beside all else that the build does.
            for (Picture picture : List.of(new Picture("light", 1440, 900, ColorScheme.LIGHT, ""),
                    new Picture("dark", 1440, 900, ColorScheme.DARK, ""),
                    new Picture("small", 390, 844, ColorScheme.LIGHT, ""),
                    new Picture("node", 1440, 900, ColorScheme.LIGHT, node))) {
                Page page = browsing.page(browsing.reader(picture.width, picture.height, picture.scheme));
                Browsing.load(page, served.address() + picture.query);
                assertThat(page.locator("#between-chart")).hasAttribute("aria-label",
                        Pattern.compile("Seconds between the last .*"));
                if (!picture.query.isEmpty()) {
                    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Operating system");
                }
                page.waitForTimeout(wanted == null ? 0 : 75_000);
                picture(page, folder.resolve(picture.name + ".png"));
                browsing.endPages();
            }
        }
    }

    private record Picture(String name, int width, int height, ColorScheme scheme, String query) {}

    private static void picture(Page page, Path file) throws Exception {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).isGreaterThan(20_000);
    }
}
