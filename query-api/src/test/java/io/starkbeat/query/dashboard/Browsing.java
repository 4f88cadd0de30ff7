package io.starkbeat.query.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A browser of this machine, and what its pages complain about.
final class Browsing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Browsing.class);

    /// Where Debian, Fedora and macOS have it; `-Ddashboard.browser` names another.
    private static final List<String> USUAL = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    /// No sandbox, since builds often run as root; nothing that would ask the network for anything.
    static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    /// What a page may take, on a machine that has much else to do.
    private static final int PATIENCE_MILLIS = 30_000;

    private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>(List.of(NETWORK_CHANGED));

    private Browsing(Path executable, List<String> flags) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(flags));
    }

    /// What tests of the one browser lock: it takes orders of one at a time.
    static final String BROWSER = "browser";

    private static @Nullable Browsing shared;

    /// The one browser for all tests, since to start one takes seconds; or skips the test with a word. For who holds
    /// [#BROWSER]; it ends with the process.
    static Browsing shared() {
        Browsing started = shared;
        if (started == null) {
            started = start();
            shared = started;
        }
        return started;
    }

    /// Starts a browser of its own, or skips the test with a word.
    static Browsing start(String... more) {
        Optional<Path> found = Stream
                .concat(Stream.ofNullable(System.getProperty("dashboard.browser")), USUAL.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            log.warn("NOT TESTED: the dashboard, for want of a browser. Install Chromium (apt-get install chromium), or"
                    + " name one by -Ddashboard.browser=/path/to/chrome");
        }
        Assumptions.assumeTrue(found.isPresent(), "no browser on this machine: apt-get install chromium");
        return new Browsing(found.get(), Stream.concat(FLAGS.stream(), Stream.of(more)).toList());
    }

    /// A reader who was never here: nothing is kept of others.
    BrowserContext reader(int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height)
                .setColorScheme(scheme).setLocale("en-GB").setTimezoneId("UTC"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return context;
    }

    Page page() {
        return page(reader(1440, 900, ColorScheme.LIGHT));
    }

    /// A page whose complaints are noted.
    Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.type() + ": " + message.text() + " at " + message.location());
            }
        });
        page.onPageError(error -> complaints.add("error: " + error));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        return page;
    }

    /// Loads an address, and once more where the machine's network changed meanwhile: then the browser gives up all requests,
    /// also those to this machine, and containers that begin or end beside the build are reason enough.
    static void load(Page page, String address) {
        AtomicBoolean changed = new AtomicBoolean();
        Consumer<Request> note = request -> {
            if (String.valueOf(request.failure()).contains(NETWORK_CHANGED)) {
                changed.set(true);
            }
        };
        page.onRequestFailed(note);
        try {
            page.navigate(address);
        } catch (PlaywrightException e) {
            if (!String.valueOf(e.getMessage()).contains(NETWORK_CHANGED)) {
                throw e;
            }
            changed.set(true);
        }
        page.offRequestFailed(note);
        if (changed.get()) {
            log.warn("The network changed while {} was loaded; it is loaded again", address);
            page.navigate(address);
        }
    }

    /// What a test itself causes is no complaint of the page's.
    void ignore(String words) {
        ignored.add(words);
    }

    /// What pages complained about since this was asked last.
    List<String> complaints() {
        List<String> all = complaints.stream().filter(each -> ignored.stream().noneMatch(each::contains)).toList();
        complaints.clear();
        return all;
    }

    /// Ends all pages and fails if any has complained.
    void endPages() {
        browser.contexts().forEach(BrowserContext::close);
        assertThat(complaints()).isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
