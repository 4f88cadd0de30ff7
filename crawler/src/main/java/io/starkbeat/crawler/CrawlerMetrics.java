package io.starkbeat.crawler;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.starkbeat.crawler.crawl.RoundSummary;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Withheld;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What the crawler counts. `starkbeat_crawler_dials_total = starkbeat_crawler_reached_total +` the sum of
/// `starkbeat_crawler_failed_total`; `starkbeat_crawler_sightings_total = ` sum over its outcomes once nothing waits: alert on
/// the outcome `dropped`, sightings that Kafka never took.
final class CrawlerMetrics {
    private static final String PREFIX = "starkbeat.crawler.";

    /// What became of a sighting.
    enum Sent {
        ACKNOWLEDGED, DROPPED;

        private String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final MeterRegistry meters;
    private final Map<String, AtomicInteger> lastRound = new ConcurrentHashMap<>();

    CrawlerMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Sent outcome : Sent.values()) {
            sightings(outcome);
        }
    }

    void round(RoundSummary summary) {
        String network = summary.network();
        meters.timer(PREFIX + "round", "network", network).record(summary.took().toNanos(), TimeUnit.NANOSECONDS);
        count("dials", "Connections that were tried, and names looked up in vain", network, summary.dials());
        count("reached", "Dials in which a peer was met", network, summary.reached());
        summary.failures().forEach((how, times) -> counter("failed", "Dials that met nobody new", network, "how", how)
                .increment(times));
        summary.lost().forEach((how, times) -> counter("lost", "Conversations that ended early", network, "how", how)
                .increment(times));
        summary.withheld().forEach((why, times) -> counter("withheld", "What was said and led to no dial", network, why)
                .increment(times));
        gauge("peers.found", "Peers that were named in the last round", network, summary.found());
        gauge("peers.reached", "Peers that were met in the last round", network, summary.reached());
    }

    private void count(String name, String description, String network, int times) {
        Counter.builder(PREFIX + name).description(description).tag("network", network).register(meters)
                .increment(times);
    }

    private Counter counter(String name, String description, String network, String tag, Failure how) {
        return Counter.builder(PREFIX + name).description(description).tag("network", network).tag(tag, how.label())
                .register(meters);
    }

    private Counter counter(String name, String description, String network, Withheld why) {
        return Counter.builder(PREFIX + name).description(description).tag("network", network).tag("why", why.label())
                .register(meters);
    }

    private void gauge(String name, String description, String network, int value) {
        lastRound.computeIfAbsent(name + ' ' + network, _ -> {
            AtomicInteger held = new AtomicInteger();
            Gauge.builder(PREFIX + name, held, AtomicInteger::get).description(description).tag("network", network)
                    .register(meters);
            return held;
        }).set(value);
    }

    void sent(Sent outcome) {
        sightings(outcome).increment();
    }

    private Counter sightings(Sent outcome) {
        return Counter.builder(PREFIX + "sightings").description("Sightings by what became of them")
                .tag("outcome", outcome.label()).register(meters);
    }
}
