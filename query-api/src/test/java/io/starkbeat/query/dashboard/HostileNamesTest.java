package io.starkbeat.query.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Whatever nodes call themselves, their clients, versions and networks: it is text, and breaks nothing.
@ResourceLock(Browsing.BROWSER)
class HostileNamesTest {
    private static final List<String> SENT = List.of("<img src=x onerror=alert(1)>", "\"><script>alert(2)</script>",
            "</a><iframe srcdoc='<script>alert(3)</script>'>", "${alert(4)}",
            "{{constructor.constructor('alert(5)')()}}",
            "javascript:alert(6)", "\u202Egnp.exe", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 zalgo",
            "__proto__",
            "constructor", "W".repeat(256), "\uD83E\uDD84 emoji", "'; DROP TABLE nodes; --", "two\nlines", "&lt;b&gt;");
    /// As the gateway takes them: what has no place in a name is not in it.
    private static final List<String> NAMES = SENT.stream().map(name -> name.replaceAll("[\n\u202E]", "")).toList();

    @Test
    void areTextAndNothingElse() throws Exception {
        Instant now = Instant.now();
        Browsing browsing = Browsing.shared();
        try (ServedDashboard served = new ServedDashboard(new PaintedNetwork(0, Duration.ofSeconds(5), 1, now), 0)) {
            for (int i = 0; i < NAMES.size(); i++) {
                String name = NAMES.get(i);
                served.states.put(served.network.add("hostile-" + i + "<b>", name, now).says(Field.CLIENT, name)
                        .says(Field.VERSION, name).says(Field.OPERATING_SYSTEM, name).state(now));
                served.states.put(new PaintedNode("of-network-" + i, now).says(Field.NETWORK_NAME, name).state(now));
            }
            served.rejected.add(new RejectedMessage("s-hostile-0<b>", now, NAMES.get(1), null, RejectionReason.NOT_JSON,
                    NAMES.get(0), NAMES.get(2), 3L, 9,
                    RejectedMessage.body(NAMES.get(1).getBytes(StandardCharsets.UTF_8)), null, null));
            Page page = browsing.page();
            Browsing.load(page, served.address() + "?network=SN_MAIN");
            Locator names = page.locator(".tbody .row:not(.empty) .cell-name a");
            assertThat(names).hasCount(NAMES.size());
            assertThat(names.allTextContents()).containsExactlyInAnyOrderElementsOf(NAMES);
            assertThat(page.locator(".tbody .client-name").allTextContents())
                    .containsExactlyInAnyOrderElementsOf(NAMES);
            assertThat(page.locator("sb-client-shares li")).hasCount(6);

            Browsing.load(page, served.address() + "?network=SN_MAIN&node=hostile-0%3Cb%3E");
            Locator node = page.getByRole(AriaRole.DIALOG);
            assertThat(node.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName(NAMES.getFirst())))
                    .isVisible();
            assertThat(node.locator(".rejections pre")).hasText(NAMES.get(1));
            assertThat(page.locator("img, iframe, body script, b:not(.trouble):not(output b)")).hasCount(0);
            // Networks can be invented too: four have a tab, the others stand in a list.
            assertThat(page.locator(".tab")).hasCount(4);
            assertThat(page.locator(".tab-more option")).hasCount(NAMES.size() - 2);

            Browsing.load(page,
                    served.address() + "?network=%3Cimg%20src%3Dx%3E&filter=%3Cscript%3Ealert(9)&sort=__proto__");
            assertThat(page.locator("sb-advice")).containsText("No node meets the filter");
            browsing.endPages();
        }
    }
}
