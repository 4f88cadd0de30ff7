package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The dashboard in a browser, on a network of sixty nodes that makes a block a second.
@ResourceLock(Browsing.BROWSER)
class DashboardTest {
    private static final String TELLTALE = "12D3KooWTellTale";
    private static ServedDashboard served;
    private static Browsing browsing;

    @BeforeAll
    static void start() throws Exception {
        browsing = Browsing.shared();
        Instant now = Instant.now();
        PaintedNetwork network = new PaintedNetwork(60, Duration.ofSeconds(1), 7, now);
        network.add(TELLTALE, "telltale", now).says(Field.CLIENT, "Juno").says(Field.VERSION, "v0.13.0");
        served = new ServedDashboard(network, 0);
        String body = RejectedMessage.body("{\"cpu_usage\": \"very much\"}".getBytes(StandardCharsets.UTF_8));
        served.rejected.add(new RejectedMessage("s-" + TELLTALE, now, "gateway-1", "key", RejectionReason.FIELD_UNFIT,
                "cpu_usage is no number", "cpu_usage", null, 26, body, null, null));
        served.turn();
    }

    @AfterAll
    static void stop() {
        if (served != null) {
            served.close();
        }
    }

    /// Whatever else a test looks at: no page of it complains.
    @AfterEach
    void endPages() {
        browsing.endPages();
    }

    private static Page open(String query) {
        Page page = browsing.page();
        Browsing.load(page, served.address() + query);
        return page;
    }

    private static Locator names(Page page) {
        return page.locator(".tbody .row:not(.empty) .cell-name a");
    }

    private static Locator filter(Page page) {
        return page.getByLabel("Filter nodes");
    }

    @Test
    void networksAreTabsWithCountsAndTheChoiceIsInTheAddress() {
        Page page = open("");
        Locator mainnet = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Mainnet 43"));
        assertThat(mainnet).hasAttribute("aria-pressed", "true");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sepolia 12")).click();
        assertThat(page).hasURL(Pattern.compile("\\?network=SN_SEPOLIA$"));
        assertThat(page.locator(".matching")).hasText("12 nodes");
        page.goBack();
        assertThat(page.locator(".matching")).hasText("43 nodes");
    }

    @Test
    void theHeadTellsHowTheNetworkIs() {
        Page page = open("");
        Locator figures = page.locator("sb-figures");
        assertThat(figures).containsText("36 online");
        assertThat(figures).containsText("5 stale");
        assertThat(figures).containsText("2 offline");
        assertThat(figures).containsText(Pattern.compile("Best block\\s*1,482,3\\d\\d"));
        assertThat(figures).containsText(Pattern.compile("On the best block\\s*\\d+%"));
        assertThat(figures).containsText(Pattern.compile("Median lag\\s*[01]"));
        assertThat(figures).containsText(Pattern.compile("Verified\\s*14"));
        assertThat(figures).containsText(Pattern.compile("Contested\\s*1"));
        assertThat(figures).containsText(Pattern.compile("Block time\\s*[01]\\.\\ds"));
        assertThat(figures).containsText(Pattern.compile("\\d+s ago"));
    }

    @Test
    void chartsGoOnWhileThePageIsOpen() {
        Page page = open("");
        assertThat(page.locator("#between-chart canvas")).isVisible();
        assertThat(page.locator("#between-chart")).hasAttribute("aria-label",
                Pattern.compile("Seconds between the last [2-9] blocks.*"));
        assertThat(page.locator("#follow-chart")).hasAttribute("aria-label",
                Pattern.compile("\\d+% of online nodes have block 1482\\d+"));
    }

    @Test
    void clientsAreCountedAndAnUpgradeIsThroughOrNot() {
        Page page = open("");
        Locator clients = page.locator("sb-client-shares");
        assertThat(clients).containsText("Of 41 connected nodes");
        page.getByLabel("Minimum version").fill("0.15");
        assertThat(clients.locator("output")).hasText(Pattern.compile("\\d+% \\(1\\d of 19\\)"));
        page.getByLabel("Minimum version").fill("0.13");
        assertThat(clients.locator("output")).hasText("100% (19 of 19)");
    }

    @Test
    void theMapHasItsCountries() {
        Page page = open("");
        assertThat(page.locator("sb-countries")).containsText("Germany");
        assertThat(page.locator(".map path[data-country=DE]")).hasAttribute("data-shade", "5");
        assertThat(page.locator(".map path[data-country=CN]")).hasAttribute("data-shade", "0");
    }

    @Test
    void eachColumnIsThere() {
        Page page = open("?filter=lighthouse-1");
        List<String> heads = page.locator("[role=columnheader]").allInnerTexts();
        assertThat(heads).containsExactly("Name", "Client", "Status", "Block", "Lag", "Since block", "Hash", "Peers",
                "CPU", "Memory", "Storage", "Uptime", "Traffic", "Country", "Sources", "Role");
        Locator row = page.locator(".tbody .row:not(.empty)");
        assertThat(row).hasCount(1);
        assertThat(row.locator(".cell-client")).hasText(Pattern.compile("Juno\\s*v0\\.1\\d\\.\\d"));
        assertThat(row.locator(".cell-status")).hasText("online");
        assertThat(row.locator(".cell-block")).hasText(Pattern.compile("1,482,\\d{3}"));
        assertThat(row.locator(".cell-since")).hasText(Pattern.compile("\\ds"));
        assertThat(row.locator(".cell-storage")).hasText(Pattern.compile("\\d\\d%"));
        assertThat(row.locator(".cell-uptime")).hasText(Pattern.compile("\\d+[dhm].*"));
        assertThat(row.locator(".cell-sources .unseen")).hasText("telemetry and crawl, verified");
        assertThat(row.locator(".cell-capability")).hasText("Sequencer");
    }

    @Test
    void rowsAreSortedByAnyColumnAndTheSilentSink() {
        Page page = open("");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Peers").setExact(true)).click();
        assertThat(page).hasURL(Pattern.compile("\\?sort=peers$"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Peers").setExact(true)).click();
        assertThat(page).hasURL(Pattern.compile("\\?sort=-peers$"));
        assertThat(page.locator("[aria-sort=descending]")).hasText(Pattern.compile("Peers.*"));
        page.locator("#table").evaluate("table => table.scrollTop = 1e6");
        assertThat(page.locator(".tbody .row:not(.empty)").last().locator(".cell-status")).hasText("offline");
        // All online rows stand above all stale ones, and these above all offline ones.
        String shown = String.join(" ", page.locator(".tbody .row:not(.empty) .cell-status").allInnerTexts());
        assertThat(shown).matches("(online ?)*(stale ?){5}(offline ?){2}");
    }

    @Test
    void theFilterTakesTheApisTerms() {
        Page page = open("");
        filter(page).fill("client:juno version:>=0.15 status:online");
        assertThat(page).hasURL(Pattern.compile("filter=client%3Ajuno"));
        assertThat(page.locator(".matching")).hasText(Pattern.compile("1\\d of 43 nodes"));
        filter(page).fill("version:<0.14 client:juno");
        assertThat(names(page)).hasText(new String[]{"telltale"});
        filter(page).fill("lag:>3");
        assertThat(page.locator(".matching")).hasText(Pattern.compile("\\d of 43 nodes|1\\d of 43 nodes"));
        filter(page).fill("speed:fast");
        assertThat(page.locator(".filter-word")).containsText("There is no “speed:”. What there is: client,");
        filter(page).fill("status:up");
        assertThat(page.locator(".filter-word")).containsText("is one of online, stale, offline");
        filter(page).fill("nobody-is-called-so");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Clear the filter")).click();
        assertThat(page.locator(".matching")).hasText("43 nodes");
    }

    @Test
    void pinnedNodesStayOnTopAndAreKept() {
        Page page = open("?sort=-name");
        filter(page).fill("telltale");
        page.getByLabel("Pin telltale").click();
        filter(page).fill("client:papyrus");
        assertThat(names(page).first()).hasText("telltale");
        page.reload();
        assertThat(names(page).first()).hasText("telltale");
        page.getByLabel("Pin telltale").click();
        assertThat(names(page).first()).not().hasText("telltale");
    }

    @Test
    void columnsAreChosenAndKept() {
        Page page = open("");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Columns")).click();
        page.getByLabel("Hash").uncheck();
        assertThat(page.locator("[role=columnheader]")).hasCount(15);
        page.reload();
        assertThat(page.locator("[role=columnheader]")).hasCount(15);
        assertThat(page.locator(".cell-hash")).hasCount(0);
    }

    @Test
    void aNodesPageTellsEverythingAndWhatToMend() {
        Page page = open("?filter=telltale");
        names(page).first().click();
        assertThat(page).hasURL(Pattern.compile("node=" + TELLTALE));
        Locator node = page.getByRole(AriaRole.DIALOG);
        assertThat(node.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName("telltale"))).isVisible();
        assertThat(node).containsText("telemetry");
        assertThat(node).containsText(Pattern.compile("Block\\s*1,482,"));
        assertThat(node.locator("table")).containsText("speaks");
        Locator rejected = node.locator(".rejections li");
        assertThat(rejected).containsText("field unfit");
        assertThat(rejected).containsText("cpu_usage is no number");
        assertThat(rejected.locator("pre")).hasText("{\"cpu_usage\": \"very much\"}");
        assertThat(node).containsText("curl '" + served.address() + "api/nodes/" + TELLTALE + "/rejected'");
        assertThat(node.locator(".history canvas")).hasCount(4);
        page.keyboard().press("Escape");
        assertThat(node).isHidden();
        assertThat(page).hasURL(Pattern.compile("\\?filter=telltale$"));
        page.goBack();
        assertThat(node).isVisible();
    }

    @Test
    void whatACrawlerFoundOtherwiseIsMarkedAndToldOnTheNodesPage() {
        Page page = open("?network=SN_MAIN&filter=is:contradicted");
        assertThat(names(page)).hasCount(2);
        assertThat(page.locator(".tbody .row:not(.empty) .mark").first()).hasText("contradicted");
        names(page).first().click();
        Locator node = page.getByRole(AriaRole.DIALOG);
        Locator told = node.getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName("Contradictions"));
        assertThat(told.locator("tbody tr")).hasCount(1);
        assertThat(told).containsText("Version");
        assertThat(told).containsText("99.1.0");
        assertThat(node).containsText("Met by the crawler");
        assertThat(node).containsText("47 of 48");
        page.keyboard().press("Escape");
        filter(page).fill("-is:contradicted");
        assertThat(page.locator(".matching")).hasText("41 of 43 nodes");
    }

    @Test
    void aLinkToANodeThatNobodyKnowsSaysSo() {
        Page page = open("?node=nobody");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("No node with the id nobody is known");
        // The browser notes that two answers were 404.
        assertThat(browsing.complaints()).hasSize(2).allMatch(complaint -> complaint.contains("404"));
    }

    @Test
    void theKeyboardReachesNodes() {
        Page page = open("?sort=name");
        names(page).first().focus();
        String first = (String) page.evaluate("document.activeElement.textContent");
        page.keyboard().press("ArrowDown");
        assertThat(page.evaluate("document.activeElement.textContent")).isNotEqualTo(first);
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    }

    @Test
    void aFocusedRowIsInSightAndTheFocusStaysWithItsNode() {
        Page page = open("?sort=name");
        assertThat(page.locator(".matching")).hasText("43 nodes");
        page.locator("#table").evaluate("table => table.scrollTop = 600");
        page.locator(".tbody .row:not(.empty)").nth(14).locator("a").focus();
        for (int i = 0; i < 9; i++) {
            page.keyboard().press("ArrowUp");
        }
        assertThat(page.evaluate("() => document.activeElement.getBoundingClientRect().top"
                + " >= document.querySelector('.thead').getBoundingClientRect().bottom - 1")).isEqualTo(true);
        page.locator("#table").evaluate("table => table.scrollTop = 0");
        assertThat(page.locator(".tbody .row").first()).hasAttribute("aria-rowindex", "2");
        String held = names(page).nth(4).textContent();
        names(page).nth(4).focus();
        page.locator(".tbody .row:not(.empty) .pin").nth(8).evaluate("pin => pin.click()");
        assertThat(names(page).nth(5)).hasText(held);
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo(held);
    }

    @Test
    void pinnedNodesAreNoMatches() {
        Page page = open("");
        filter(page).fill("telltale");
        page.getByLabel("Pin telltale").click();
        filter(page).fill("nobody-is-called-so");
        assertThat(page.locator(".matching")).hasText("0 of 43 nodes");
        assertThat(names(page)).hasText(new String[]{"telltale"});
        assertThat(page.getByRole(AriaRole.STATUS).filter(new Locator.FilterOptions().setHasText("0 of 43 nodes")))
                .hasCount(1);
        names(page).first().click(new Locator.ClickOptions().setTrial(true));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Clear the filter")).click();
        assertThat(page.locator(".matching")).hasText("43 nodes");
    }

    @Test
    void aChosenNetworkIsListedHoweverSmall() {
        Page page = open("?network=SN_NOBODY");
        Locator tab = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("SN_NOBODY 0"));
        assertThat(tab).hasAttribute("aria-pressed", "true");
    }

    @Test
    void aNodeIdIsCopiedOverPlainHttp() {
        BrowserContext context = browsing.reader(1440, 900, ColorScheme.LIGHT);
        // As for every address but the machine's own.
        context.addInitScript("Object.defineProperty(navigator, 'clipboard', {value: undefined})");
        Page page = browsing.page(context);
        Browsing.load(page, served.address() + "?node=" + TELLTALE);
        Locator copy = page.getByLabel("Copy the node id");
        copy.click();
        assertThat(copy).hasText("Copied");
        assertThat(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.STATUS)).hasText("Copied");
        assertThat(copy).hasText("Copy");
        page.keyboard().press("Escape");
        filter(page).focus();
        page.keyboard().press("Control+V");
        assertThat(filter(page)).hasValue(TELLTALE);
    }

    @Test
    void aNodesChartsEndWithItsPage() {
        BrowserContext context = browsing.reader(1440, 900, ColorScheme.LIGHT);
        context.addInitScript("""
                window.listening = 0;
                const {addEventListener, removeEventListener} = EventTarget.prototype;
                MediaQueryList.prototype.addEventListener = function (...all) {
                  window.listening++;
                  return addEventListener.apply(this, all);
                };
                MediaQueryList.prototype.removeEventListener = function (...all) {
                  window.listening--;
                  return removeEventListener.apply(this, all);
                };""");
        Page page = browsing.page(context);
        Browsing.load(page, served.address());
        assertThat(page.locator("#follow-chart canvas")).isVisible();
        String chartsListening = "() => window.listening";
        Object before = null;
        for (int i = 0; i < 3; i++) {
            names(page).first().click();
            assertThat(page.getByRole(AriaRole.DIALOG).locator(".history canvas")).hasCount(4);
            page.keyboard().press("Escape");
            assertThat(page.locator("sb-history-charts")).hasCount(0);
            Object after = page.evaluate(chartsListening);
            assertThat(after).isEqualTo(before == null ? after : before);
            before = after;
        }
    }

    @Test
    void blocksFlashButNotForWhoWantsNoMotion() {
        String flashes = "() => document.querySelector('.tbody').getAnimations({subtree: true}).length > 0";
        open("").waitForFunction(flashes);
        BrowserContext calm = browsing.reader(1440, 900, ColorScheme.LIGHT);
        Page page = browsing.page(calm);
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
        Browsing.load(page, served.address());
        assertThat(page.locator("#between-chart")).hasAttribute("aria-label", Pattern.compile(".*last [2-9] blocks.*"));
        assertThat(page.evaluate(flashes)).isEqualTo(false);
    }
}
