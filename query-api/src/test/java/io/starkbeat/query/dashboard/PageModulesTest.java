package io.starkbeat.query.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the page's modules compute, each by itself: the page's own scripts, run in a browser.
@ResourceLock(Browsing.BROWSER)
class PageModulesTest {
    private static ServedDashboard served;
    private static Page page;

    @BeforeAll
    static void start() throws Exception {
        Browsing browsing = Browsing.shared();
        served = new ServedDashboard(new PaintedNetwork(0, Duration.ofHours(1), 1, Instant.now()), 0);
        page = browsing.page();
        Browsing.load(page, served.address());
    }

    @AfterAll
    static void stop() {
        if (served != null) {
            Browsing.shared().endPages();
            served.close();
        }
    }

    /// Runs a script that has all exports of a module, and `NodeStore` filled with some nodes as `store`.
    private static Object run(String module, String script) {
        String root = Dashboard.ASSETS + Dashboard.read().stamp() + "/";
        return page.evaluate("""
                async () => {
                  const { NodeStore } = await import('%1$smodel/node-store.js');
                  const module = await import('%1$s%2$s');
                  const store = new NodeStore();
                  const node = (nodeId, more) => ({nodeId, network: 'SN_MAIN', status: 'online', ...more});
                  %3$s
                }""".formatted(root, module, script));
    }

    @Test
    void thePlaceInTheFeedIsThatOfTheLastWholeEvent() {
        Object read = run("feed/event-lines.js", """
                const told = [];
                const lines = new module.EventLines((event, data) => told.push(event + ' ' + data));
                const ids = [];
                const push = (text) => { lines.push(text); ids.push(lines.lastId); };
                push('event: snapshot\\nid: 7\\ndata: [{"nodeId"');
                push(':"a"}]\\n');
                push('\\n');
                push('event: node\\nid: 8\\n');
                push('data: {}\\n\\n:\\nid: 9');
                push('\\n\\n');
                return [told, ids];""");
        assertThat(read).isEqualTo(List.of(List.of("snapshot [{\"nodeId\":\"a\"}]", "node {}"),
                List.of("", "", "7", "7", "8", "9")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client:juno                  | a,b
            client:juno,papyrus          | a,b,d
            -client:juno                 | c,d
            version:>=0.15               | a,c
            version:<0.15 client:juno    | b
            version:0.15.4               | a
            lag:>5                       | b
            -lag:>5                      | a,c,d
            maxLag:0                     | a
            minBlock:100                 | a
            status:offline,stale         | c,d
            is:contested                 | b
            is:contradicted              | c
            source:crawler               | d
            source:both                  | d
            uptime:>=1h                  | c
            id:a                         | a
            name:"the second"            | b
            second                       | b
            10.0.0                       | a
            ip:2001:db8                  | d
            hash:0xAB                    | a
            country:de -status:offline   | a
            capability:sequencer         | d
            """)
    void theFilterFinds(String filter, String expected) {
        Object found = run("model/filter.js",
                """
                        store.replaceAll([
                          node('a', {nodeClientType: 'Juno', nodeClientVersion: 'v0.15.4', blockHeight: 100, lag: 0, nodeIp: '10.0.0.1',
                            nodeName: 'Alpha', country: 'DE', blockHash: '0xab1', sources: ['telemetry']}),
                          node('b', {nodeClientType: 'Juno', nodeClientVersion: 'v0.15.0-rc.1', blockHeight: 90, lag: 10, contested: true,
                            nodeName: 'beta, The Second'}),
                          node('c', {nodeClientType: 'Madara', nodeClientVersion: '0.15.0-3f2a9d1c07b', status: 'stale', nodeUptime: 3600,
                            contradicted: ['network']}),
                          node('d', {nodeClientType: 'Papyrus', nodeClientVersion: 'nightly', status: 'offline', country: 'DE',
                            nodeIpv6: '2001:db8::1', capability: 'Sequencer', sources: ['telemetry', 'crawler']}),
                        ], 0);
                        const { test, error } = module.readFilter(%s);
                        return error || store.ids.filter((id, slot) => test(store, slot)).join();"""
                        .formatted(quoted(filter)));
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            speed:fast     | There is no “speed:”.
            lag:           | Write a value behind lag:
            lag:many       | lag: takes a number
            status:up      | status: is one of
            version:>new   | version: compares numbers
            """)
    void aWrongFilterIsToldWhy(String filter, String expected) {
        assertThat((String) run("model/filter.js", "return module.readFilter(" + quoted(filter) + ").error;"))
                .startsWith(expected);
    }

    @Test
    void blocksThatCameTogetherCountEach() {
        Object watched = run("model/block-watch.js",
                """
                        store.replaceAll([node('a', {blockHeight: 100, lag: 0}), node('b', {blockHeight: 100, lag: 0}), node('c')], 0);
                        const watch = new module.BlockWatch();
                        const put = (id, height, lag, at) => {
                          const slot = store.slot(id);
                          const before = store.numbers.blockHeight[slot];
                          store.put(node(id, {blockHeight: height, lag}), at, false);
                          watch.saw(store, slot, before, at);
                        };
                        watch.rise(store, 'SN_MAIN', 100, 1000);
                        watch.rise(store, 'SN_MAIN', 101, 5000);
                        watch.rise(store, 'SN_MAIN', 102, 7000);
                        // Three at once, after twelve seconds: four seconds each.
                        put('a', 105, 0, 19000);
                        put('b', 100, 5, 19000);
                        put('b', 105, 0, 19600);
                        const curve = watch.curves(2, 20000).at(-1);
                        return [watch.since, watch.intervals(), watch.averageSeconds(), watch.averaged(), curve.height, curve.shares];""");
        assertThat(watched).isEqualTo(List.of(1000, List.of(2, 4), 3.5, 4, 105, List.of(0.5, 0.5, 1, 1)));
    }

    @Test
    void sharesAndUpgradesCountWhatIsNotTold() {
        Object summed = run("model/summary.js",
                """
                        const items = [];
                        for (let i = 0; i < 40; i++) {
                          items.push(node('juno-' + i, {nodeClientType: 'Juno', nodeClientVersion: `v0.${i}.0`}));
                          items.push(node('other-' + i, {nodeClientType: 'Client ' + i, country: 'A' + i, blockHeight: 5, lag: 0}));
                        }
                        items.push(node('unversioned', {nodeClientType: 'Juno'}));
                        store.replaceAll(items, 0);
                        const { clients, withLag, countries } = module.summary(store, 'SN_MAIN', {client: 'Juno', least: '0.10'});
                        const usual = module.summary(store, 'SN_MAIN', {client: '', least: ''}).clients.upgrade;
                        const small = module.summary(store, 'SN_MAIN', {client: 'Client 39', least: ''}).clients.upgrade.client;
                        return {nodes: clients.nodes, first: clients.first.length, others: clients.others.nodes,
                          more: clients.first[0].otherVersions, through: clients.upgrade.through, of: clients.upgrade.nodes,
                          newest: usual.newest, usual: usual.through, small, withLag, countries: countries.length};""");
        assertThat(summed).isEqualTo(Map.ofEntries(Map.entry("nodes", 81), Map.entry("first", 6),
                Map.entry("others", 35), Map.entry("more", 37), Map.entry("through", 30), Map.entry("of", 41),
                Map.entry("newest", "v0.39.0"), Map.entry("usual", 1), Map.entry("small", "Client 39"),
                Map.entry("withLag", 40), Map.entry("countries", 40)));
    }

    /// Who was met at any height says nothing of how far the network is, as long as others report that: then it has no lag.
    @Test
    void heightsOfHandshakesCountOnlyWhereNobodyReportsOne() {
        Object figures = run("model/summary.js",
                """
                        const met = (id, height, lag) => node(id, {blockHeight: height, lag, sources: ['crawler'], fromCrawler: ['blockHeight', 'status']});
                        const told = () => {
                          const { best, withLag, onBest, medianLag } = module.summary(store, 'SN_MAIN', {client: '', least: ''});
                          return [best, withLag, onBest, medianLag];
                        };
                        store.replaceAll([met('m1', 900, 100), met('m2', 5000, 0), met('m3', 1000, 0)], 0);
                        const alone = told();
                        store.replaceAll([node('a', {blockHeight: 1000, lag: 0}), node('b', {blockHeight: 998, lag: 2}),
                          met('m1', 900), met('m2', 5000), met('m3', 10)], 0);
                        return [alone, told()];""");
        assertThat(figures).isEqualTo(List.of(List.of(1000, 3, 2, 0), List.of(1000, 2, 1, 0)));
    }

    @Test
    void pinnedNodesAreShownAndCountedOnlyWhereTheyMatch() {
        Object chosen = run("model/selection.js",
                """
                        store.replaceAll([node('a', {nodeName: 'Anna'}), node('b', {nodeName: 'Bert'}), node('c', {nodeName: 'Cleo'}),
                          node('d', {network: 'SN_SEPOLIA'})], 0);
                        const selection = new module.Selection(store);
                        selection.network = 'SN_MAIN';
                        const look = (filter) => {
                          selection.choose({filter, sort: '-name', pins: ['a', 'd', 'a']});
                          selection.refresh();
                          const shown = [...selection.slots.subarray(0, selection.count)].map((slot) => store.ids[slot]).join('');
                          return [shown, selection.matching, selection.pinned];
                        };
                        return [look(''), look('bert'), look('anna'), look('nobody')];""");
        assertThat(chosen).isEqualTo(List.of(List.of("acb", 3, 1), List.of("ab", 1, 1), List.of("a", 1, 1),
                List.of("a", 0, 1)));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }
}
