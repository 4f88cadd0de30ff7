package io.starkbeat.query.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ten thousand nodes that change two thousand times a second, in a page that stays open. For a quiet machine, and not in the
/// build: `-Ddashboard.load=600` says for how many seconds. Blocks come every ten seconds, so that a burst of ten thousand
/// changes (all lag) is followed by one that is spread over seconds (each catches up).
@ResourceLock(Browsing.BROWSER)
@EnabledIfSystemProperty(named = "dashboard.load", matches = "\\d+")
class DashboardLoadTest {
    private static final Logger log = LoggerFactory.getLogger(DashboardLoadTest.class);
    private static final int NODES = 10_000;
    private static final Duration BLOCKS = Duration.ofSeconds(10);
    /// Frames are told for each of these; and the heaps, once their garbage is collected.
    private static final int SPAN_SECONDS = 60;

    @Test
    void tenThousandNodes() throws Exception {
        long seconds = Long.getLong("dashboard.load");
        try (Browsing browsing = Browsing.start(FrameTimes.FLAGS);
                ServedDashboard served = new ServedDashboard(
                        new PaintedNetwork(NODES, BLOCKS, 11, Instant.now()), 0)) {
            served.turn();
            // A visit before, as a server that runs has had them.
            visit(browsing, served);
            browsing.endPages();
            Page page = visit(browsing, served);
            double firstTable = ((Number) page
                    .evaluate("() => performance.getEntriesByName('starkbeat-rows')[0].startTime")).doubleValue();
            log.info("{}", String.format(Locale.ROOT, "first table after %.0f ms", firstTable));
            page.waitForTimeout(10_000);
            countChanges(page);
            FrameTimes times = FrameTimes.start(page);
            double worst95 = 0;
            double fewest = Double.MAX_VALUE;
            long firstHeap = 0;
            long lastHeap = 0;
            Instant end = Instant.now().plusSeconds(seconds);
            while (Instant.now().isBefore(end)) {
                double before = changes(page);
                Instant begun = Instant.now();
                page.waitForTimeout(1000.0 * Math.min(SPAN_SECONDS, seconds));
                FrameTimes.Frames frames = times.read();
                double perSecond = 1000.0 * (changes(page) - before)
                        / Duration.between(begun, Instant.now()).toMillis();
                FrameTimes.Heaps heaps = times.heaps();
                // The collections of garbage that were asked for are no frames of the page's own.
                times.read();
                lastHeap = heaps.page() + heaps.worker();
                firstHeap = firstHeap == 0 ? lastHeap : firstHeap;
                worst95 = Math.max(worst95, frames.p95());
                fewest = Math.min(fewest, perSecond);
                log.info("{}", String.format(Locale.ROOT,
                        "%.0f changes/s; frames p50 %.1f, p95 %.1f, p99 %.1f, longest %.0f ms (%d); heap %.1f MB page, %.1f MB worker",
                        perSecond, frames.p50(), frames.p95(), frames.p99(), frames.longest(), frames.count(),
                        heaps.page() / 1e6, heaps.worker() / 1e6));
            }
            assertThat(page.locator("sb-connection").textContent()).as("the page's connection").contains("Live");
            browsing.endPages();
            assertThat(fewest).as("changes a second, in the least minute").isGreaterThanOrEqualTo(2000);
            assertThat(firstTable).as("ms to the first table").isLessThan(1500);
            assertThat(worst95).as("ms a frame takes, p95 of the worst minute").isLessThan(33);
            assertThat((double) lastHeap).as("heap at the end, beside the first minute's").isLessThan(1.15 * firstHeap);
        }
    }

    /// Has the page keep what its worker says of the changes that it took in: the module is the one that the page has.
    private static void countChanges(Page page) {
        page.evaluate(
                "async (module) => (await import(module)).feed.on('summary', (told) => (window.changes_ = told.changes))",
                Dashboard.ASSETS + Dashboard.read().stamp() + "/page/feed-client.js");
        page.waitForFunction("() => window.changes_ > 0");
    }

    private static double changes(Page page) {
        return ((Number) page.evaluate("() => window.changes_")).doubleValue();
    }

    private static Page visit(Browsing browsing, ServedDashboard served) {
        Page page = browsing.page();
        Browsing.load(page, served.address());
        page.waitForFunction("() => performance.getEntriesByName('starkbeat-rows').length > 0");
        return page;
    }
}
