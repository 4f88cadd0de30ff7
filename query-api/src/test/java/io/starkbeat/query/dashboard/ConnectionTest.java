package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
            Browsing.load(page, served.address());
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
    void eachOfTwoBuildsBehindOneAddressIsLoadedOnce() throws Exception {
        try (ServedDashboard served = serve(5, 0)) {
            Page page = browsing.page();
            AtomicInteger loads = new AtomicInteger();
            page.onDOMContentLoaded(_ -> loads.incrementAndGet());
            AtomicInteger asked = new AtomicInteger();
            page.route("**/", route -> answerAsAnother(route, asked));
            page.route("**/stream", new OnceCut()::handle);
            Browsing.load(page, served.address());
            // The feed ends, the page comes back to it, and asks which build it talks to.
            page.waitForCondition(() -> loads.get() == 3);
            page.waitForLoadState(LoadState.LOAD);
            assertThat(page.locator("sb-connection")).containsText("Live");
            page.waitForTimeout(1500);
            assertThat(loads).hasValue(3);
            assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("net::ERR_"));
        }
    }

    private static void answerAsAnother(Route route, AtomicInteger asked) {
        Request request = route.request();
        if (request.method().equals("HEAD")) {
            route.fulfill(new Route.FulfillOptions().setStatus(200)
                    .setHeaders(java.util.Map.of("ETag", "W/\"another-" + asked.getAndIncrement() % 2 + "\"",
                            "Content-Type", "text/html")));
        } else {
            route.resume();
        }
    }

    /// Cuts off every other request, the first among them.
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
    void aSnapshotThatWasCutIsAskedForAnew() throws Exception {
        try (ServedDashboard served = serve(20, 0)) {
            Page page = browsing.page();
            List<String> places = new ArrayList<>();
            page.route("**/stream", route -> {
                places.add(route.request().headers().getOrDefault("last-event-id", "none"));
                switch (places.size()) {
                    case 1 -> route.fulfill(events("event: snapshot\nid: 1-17\ndata: [{\"nodeId\""));
                    case 2 -> route.fulfill(events("event: snapshot\nid: 1-18\ndata: []\n\nevent: node\nid: 1-19\nda"));
                    default -> route.resume();
                }
            });
            Browsing.load(page, served.address());
            assertThat(page.locator(".matching")).hasText("14 nodes");
            assertThat(places).containsExactly("none", "none", "1-18");
        }
    }

    private static Route.FulfillOptions events(String text) {
        return new Route.FulfillOptions().setStatus(200).setContentType("text/event-stream").setBody(text);
    }

    @Test
    void theReaderOfANodesPageIsToldThatItIsNoMore() throws Exception {
        try (ServedDashboard served = serve(20, 0)) {
            String nodeId = served.network.nodes().getFirst().nodeId;
            Page page = browsing.page();
            Browsing.load(page, served.address() + "?node=" + nodeId);
            Locator node = page.getByRole(AriaRole.DIALOG);
            assertThat(node).containsText("Operating system");
            assertThat(node.locator("[data-status=online]")).hasCount(1);
            served.states.remove(nodeId);
            assertThat(node.getByRole(AriaRole.ALERT)).containsText("This node is not known any more.");
            assertThat(node.locator("[data-status=online]")).hasCount(0);
            served.states.put(served.network.nodes().getFirst().state(Instant.now()));
            assertThat(node.getByRole(AriaRole.ALERT)).hasCount(0);
            assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("404"));
        }
    }

    @Test
    void aNodesPageGoesOnWithAServerThatCameBackWithoutTheNode() throws Exception {
        Page page = browsing.page();
        int port;
        try (ServedDashboard served = serve(20, 0)) {
            port = served.port();
            Browsing.load(page, served.address() + "?node=" + served.network.nodes().get(18).nodeId);
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Operating system");
        }
        try (ServedDashboard _ = serve(10, port)) {
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("This node is not known any more.");
        }
        assertThat(browsing.complaints())
                .allMatch(complaint -> complaint.contains("net::ERR_") || complaint.contains("404"));
    }

    @Test
    void whatIsRejectedMeanwhileIsShown() throws Exception {
        try (ServedDashboard served = serve(5, 0)) {
            PaintedNode painted = served.network.nodes().getFirst();
            Page page = browsing.page();
            page.clock().install();
            Browsing.load(page, served.address() + "?node=" + painted.nodeId);
            page.clock().runFor(1000);
            Locator node = page.getByRole(AriaRole.DIALOG);
            assertThat(node).containsText("Nothing is kept of what this node sent");
            served.rejected.add(new RejectedMessage(painted.session, Instant.now(), "gateway-1", "key",
                    RejectionReason.NOT_JSON, "no JSON", null, 3L, 4,
                    RejectedMessage.body("nope".getBytes(StandardCharsets.UTF_8)), null, null));
            page.clock().runFor(11_000);
            assertThat(node.locator(".rejections li")).containsText("not json");
            page.route("**/rejected", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)
                    .setContentType("application/problem+json").setBody("{\"detail\": \"Not now.\"}")));
            page.clock().runFor(11_000);
            assertThat(node).containsText("Not now.");
            assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("503"));
        }
    }

    @Test
    void anEmptyInstallationSaysWhatToDo() throws Exception {
        try (ServedDashboard served = serve(0, 0)) {
            Page page = browsing.page();
            Browsing.load(page, served.address());
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
            Browsing.load(page, served.address());
            assertThat(page.locator("sb-connection")).containsText("The nodes cannot be told yet");
            assertThat(page.locator("sb-advice")).containsText("Not connected");
            served.states.ready(true);
            assertThat(page.locator(".matching")).hasText("5 nodes");
            assertThat(browsing.complaints()).allMatch(complaint -> complaint.contains("503"));
        }
    }
}
