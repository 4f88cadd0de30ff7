package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import io.starkbeat.schemas.field.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What the page does when the server goes, comes back, comes back as another build, or has nothing to tell.
@ResourceLock(Browsing.BROWSER)
class ConnectionTest {
    private static final Duration NO_BLOCKS = Duration.ofHours(1);
    private Browsing browsing;

    @BeforeEach
    void start() {
        browsing = Browsing.shared();
    }

    @AfterEach
    void endPages() {
        browsing.endPages();
    }

    private static ServedDashboard serve(int nodes, int port) throws InterruptedException {
        return new ServedDashboard(new PaintedNetwork(nodes, NO_BLOCKS, 3, Instant.now()), port);
    }

    @Test
    void aLostServerIsToldAndFoundAgain() throws Exception {
        Page page = browsing.page();
        int port;
        try (ServedDashboard served = serve(20, 0)) {
            port = served.port();
            page.navigate(served.address());
            assertThat(page.locator("sb-connection")).containsText("Live");
            assertThat(page.locator(".matching")).hasText("14 nodes");
        }
        assertThat(page.locator("sb-connection")).containsText("Not connected");
        // Each wait is longer than the one before; in a long one there is time to ask for an end of it.
        assertThat(page.locator("sb-connection")).containsText(Pattern.compile("Again in [5-9]s"),
                new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        // What was known stays in sight.
        assertThat(page.locator(".matching")).hasText("14 nodes");
        try (ServedDashboard _ = serve(30, port)) {
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try now")).click();
            assertThat(page.locator("sb-connection")).containsText("Live");
            assertThat(page.locator(".matching")).hasText("21 nodes");
        }
        // The browser notes each request that found nobody.
        assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("net::ERR_"));
    }

    @Test
    void anotherBuildIsLoadedOnce() throws Exception {
        try (ServedDashboard served = serve(5, 0)) {
            Page page = browsing.page();
            AtomicInteger loads = new AtomicInteger();
            page.onDOMContentLoaded(_ -> loads.incrementAndGet());
            page.route("**/", route -> answerAsAnother(route));
            page.route("**/stream", new OnceCut()::handle);
            page.navigate(served.address());
            // The feed ends, the page comes back to it, and asks which build it talks to.
            page.waitForCondition(() -> loads.get() == 2);
            page.waitForLoadState(LoadState.LOAD);
            assertThat(page.locator("sb-connection")).containsText("Live");
            page.waitForTimeout(1500);
            assertThat(loads).hasValue(2);
            assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("net::ERR_"));
        }
    }

    private static void answerAsAnother(Route route) {
        Request request = route.request();
        if (request.method().equals("HEAD")) {
            route.fulfill(new Route.FulfillOptions().setStatus(200)
                    .setHeaders(java.util.Map.of("ETag", "W/\"another\"", "Content-Type", "text/html")));
        } else {
            route.resume();
        }
    }

    /// Cuts off the first two requests.
    private static final class OnceCut {
        private int seen;

        void handle(Route route) {
            if (seen++ % 2 == 0) {
                // An end at once: the page was connected, and is no longer.
                route.fulfill(new Route.FulfillOptions().setStatus(200).setContentType("text/event-stream")
                        .setBody("event: snapshot\nid: 1\ndata: []\n\n"));
            } else {
                route.resume();
            }
        }
    }

    @Test
    void anEmptyInstallationSaysWhatToDo() throws Exception {
        try (ServedDashboard served = serve(0, 0)) {
            Page page = browsing.page();
            page.navigate(served.address());
            assertThat(page.locator("sb-advice")).containsText("No node has reported yet");
            assertThat(page.locator("sb-advice")).containsText("ws://127.0.0.1:8080/submit");
            // Without a country the map is absent, with a word on how to have it.
            served.states.put(new PaintedNode("first", Instant.now()).says(Field.NETWORK_NAME, "SN_MAIN")
                    .state(Instant.now()));
            assertThat(page.locator(".tbody .row:not(.empty)")).hasCount(1);
            assertThat(page.locator("sb-advice")).isHidden();
            assertThat(page.locator("sb-countries")).containsText("GEOIP_DB");
            assertThat(page.locator(".map")).hasCount(0);
        }
    }

    @Test
    void aStoreThatIsBeingRestoredIsWaitedFor() throws Exception {
        try (ServedDashboard served = serve(5, 0)) {
            served.states.ready(false);
            Page page = browsing.page();
            page.navigate(served.address());
            assertThat(page.locator("sb-connection")).containsText("The nodes cannot be told yet");
            assertThat(page.locator("sb-advice")).containsText("Not connected");
            served.states.ready(true);
            assertThat(page.locator(".matching")).hasText("5 nodes");
            assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("503"));
        }
    }
}
