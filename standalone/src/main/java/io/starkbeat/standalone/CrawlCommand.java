package io.starkbeat.standalone;

import io.starkbeat.crawler.Bootstraps;
import io.starkbeat.crawler.crawl.Crawl;
import io.starkbeat.crawler.crawl.Crawl.CrawlOptions;
import io.starkbeat.crawler.crawl.Progress;
import io.starkbeat.crawler.crawl.RoundSummary;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.WalkLimits;
import io.starkbeat.kit.service.Version;
import io.starkbeat.kit.settings.DurationText;
import io.starkbeat.standalone.crawl.Printer;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A crawl without Kafka. Exit codes: 0 peers were reached, 1 none was, 2 wrong usage.
@Command(name = "crawl", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, sortOptions = false, description = {
        "Walks a network's DHT from known peers and prints each peer that it finds: who it proved to be, what it speaks, how "
                + "high its chain is. Without Kafka; progress goes to standard error.",
        "Exit code 0 when somebody was reached, 1 when nobody was, 2 when the usage was wrong."}, footer = {"",
                "Example: starkbeat crawl --bootstrap /dns4/boot.example/tcp/7777/p2p/12D3Koo… --network SN_MAIN --once"})
final class CrawlCommand implements Callable<Integer> {
    private static final int NOBODY = 1;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    @Option(names = "--bootstrap", paramLabel = "MULTIADDR", arity = "1..*", split = ",", required = true, description = "Peers from which to begin, such as /ip4/203.0.113.7/tcp/7777/p2p/12D3Koo….")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> bootstrap;

    @Option(names = "--network", paramLabel = "CHAIN", required = true, description = "The chain's name as nodes' protocols have it: SN_MAIN, SN_SEPOLIA, or a private network's.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String network;

    @Option(names = "--once", description = "Walks once and ends; else again and again, until Ctrl-C.")
    private boolean once;

    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "30m", description = "Time between rounds, without --once (default: ${DEFAULT-VALUE}; at least 30s).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String interval;

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "table", description = "ndjson (a line of JSON for each peer) or table (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Printer.Form output;

    @Option(names = "--allow-private", description = "Dials private, loopback and other addresses that are not public too.")
    private boolean allowPrivate;

    @Option(names = "--no-heads", description = "Does not ask peers for their newest block.")
    private boolean noHeads;

    @Option(names = "--concurrency", paramLabel = "N", defaultValue = "64", description = "Peers to talk to at a time, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        // Before the first logger is made: standard output is for the peers.
        System.setProperty("logback.configurationFile", "logback-verify.xml");
        if (concurrency < 1 || concurrency > 1_000) {
            throw wrong("--concurrency is " + concurrency + "; it must be 1 to 1000");
        }
        Duration between = between();
        CrawlOptions options = new CrawlOptions("starkbeat-crawler/" + Version.CURRENT, chain(), addresses(),
                allowPrivate,
                !noHeads, WITHIN, WalkLimits.of(concurrency));
        try (Crawl crawl = new Crawl(options, new Rests(options.limits().rest()), InstantSource.system())) {
            while (true) {
                RoundSummary summary = round(crawl);
                if (once) {
                    return summary.reached() > 0 ? 0 : NOBODY;
                }
                Thread.sleep(between);
            }
        }
    }

    private RoundSummary round(Crawl crawl) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Printer printer = new Printer(output, spec.commandLine().getOut());
        Thread telling = Thread.ofVirtual().start(() -> tell(crawl, err));
        RoundSummary summary;
        try {
            summary = crawl.round(printer::print);
        } finally {
            telling.interrupt();
            telling.join();
        }
        say(err, "starkbeat: " + summary);
        if (summary.reached() == 0) {
            say(err, "starkbeat: nobody was reached: look whether --bootstrap names peers of " + network
                    + " that are up"
                    + (allowPrivate ? "" : ", and give --allow-private when they are in a network of your own"));
        }
        return summary;
    }

    /// Each second, where there is news.
    private static void tell(Crawl crawl, PrintWriter err) {
        Progress told = new Progress(0, 0, 0);
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                Progress now = crawl.progress();
                if (!now.equals(told)) {
                    say(err, "found " + now.found() + ", reached " + now.reached() + ", in flight " + now.underWay());
                    told = now;
                }
            }
        } catch (InterruptedException _) {
            // The round is over.
            Thread.currentThread().interrupt();
        }
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }

    private List<Multiaddr> addresses() {
        List<Multiaddr> addresses = new ArrayList<>();
        for (String each : bootstrap) {
            try {
                addresses.add(Bootstraps.dialable(each));
            } catch (IllegalArgumentException e) {
                throw wrong("--bootstrap " + e.getMessage());
            }
        }
        return addresses;
    }

    private String chain() {
        try {
            return Bootstraps.checkedChain(network);
        } catch (IllegalArgumentException e) {
            throw wrong("--network " + e.getMessage());
        }
    }

    private Duration between() {
        try {
            Duration time = DurationText.parse(interval);
            if (time.compareTo(Duration.ofSeconds(30)) >= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw wrong("--interval " + e.getMessage());
        }
        throw wrong("--interval is " + interval + "; it must be 30s or more: peers are left alone for so long");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
