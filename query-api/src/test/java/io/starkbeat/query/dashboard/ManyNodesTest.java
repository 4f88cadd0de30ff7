package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Ten thousand nodes: what the page costs follows from what is seen of it. Figures under load are [DashboardLoadTest]'s.
@ResourceLock(Browsing.BROWSER)
class ManyNodesTest {
    @Test
    void onlyRowsThatAreSeenExist() throws Exception {
        Browsing browsing = Browsing.shared();
        try (ServedDashboard served = new ServedDashboard(
                new PaintedNetwork(10_000, Duration.ofHours(1), 5, Instant.now()), 0)) {
            Page page = browsing.page();
            Browsing.load(page, served.address());
            assertThat(page.locator(".matching")).hasText("7,000 nodes");
            assertThat(page.locator(".tbody .row:not(.empty)").first()).isVisible();
            assertThat(rows(page)).isBetween(10, 60);
            String first = page.locator(".tbody .row").first().textContent();
            page.locator("#table").evaluate("table => table.scrollTop = 100000");
            assertThat(page.locator(".tbody .row").first()).not().hasText(first);
            assertThat(page.locator(".tbody .row.empty")).hasCount(0);
            assertThat(rows(page)).isBetween(10, 60);
            // Who has the page read out is told where he is.
            assertThat(page.locator("#table")).hasAttribute("aria-rowcount", "7001");
            int index = Integer.parseInt(page.locator(".tbody .row").first().getAttribute("aria-rowindex"));
            assertThat(index).isBetween(2900, 2945);
            page.locator("#table").evaluate("table => table.scrollTop = 1e9");
            assertThat(page.locator(".tbody .row:not(.empty)").last()).hasAttribute("aria-rowindex", "7001");
            browsing.endPages();
        }
    }

    private static int rows(Page page) {
        return page.locator(".tbody .row").count();
    }
}
