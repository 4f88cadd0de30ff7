package io.starkbeat.agent.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node's Prometheus metrics, of which a handful are looked for: a page of megabytes is read through as a stream, line by
/// line, and nothing else of it is kept.
public final class MetricsPage {
    private static final long MAX_PAGE = 64L << 20;
    /// A longer line is passed over.
    private static final int MAX_LINE = 4_096;

    /// Names by client, as far as they are known; the first that a page has counts.
    private static final List<String> PEERS = List.of("apollo_state_sync_p2p_num_connected_peers");
    /// Juno: Ethereum's newest and its newest final block.
    private static final List<String> L1_HEIGHT = List.of("l1_latest_height", "l1_finalised_height");
    /// Juno: the newest Starknet block that is proven on Ethereum; by the older name in older versions.
    private static final List<String> ACCEPTED_ON_L1 = List.of("l1_l2_finalised_height", "l1_height");
    /// Clients of Prometheus' own libraries; Pathfinder too.
    private static final List<String> STARTED = List.of("process_start_time_seconds");

    /// What a page tells.
    ///
    /// @param l1Height the newest Ethereum block that the node knows
    /// @param acceptedOnL1 the newest Starknet block that is final
    /// @param startedAt when the node's process was started, in seconds since 1970
    public record Findings(Optional<Long> peers, Optional<Long> l1Height, Optional<Long> acceptedOnL1,
            Optional<Double> startedAt) {
        /// Of a node without such a page.
        public static final Findings NONE = new Findings(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private final BoundedHttp http;
    private final URI uri;
    private final List<String> peers;
    private final List<String> l1Height;

    /// Reads a page.
    ///
    /// @param peersName the metric that counts peers, when it is none that is known
    /// @param l1Name the metric of Ethereum's height, when it is none that is known
    public MetricsPage(HttpClient client, URI uri, Duration limit, Optional<String> peersName,
            Optional<String> l1Name) {
        // The node's token is for its API: the page may be another program's, on another machine.
        this.http = new BoundedHttp(client, limit, Optional.empty(),
                "have the page open to the agent, which sends no token there");
        this.uri = uri;
        this.peers = peersName.map(List::of).orElse(PEERS);
        this.l1Height = l1Name.map(List::of).orElse(L1_HEIGHT);
    }

    /// What the page tells now.
    public Findings read() throws NodeException, InterruptedException {
        return http.exchange(http.request(uri).GET().build(), MAX_PAGE, body -> {
            var values = scan(body);
            return new Findings(first(values, peers).map(Math::round), known(values, l1Height).map(Math::round),
                    known(values, ACCEPTED_ON_L1).map(Math::round), known(values, STARTED));
        });
    }

    /// The sums of the wanted metrics over their labels.
    private Map<String, Double> scan(InputStream page) throws IOException {
        Map<String, Double> values = new HashMap<>();
        var line = new byte[MAX_LINE];
        var length = 0;
        try (var in = new BufferedInputStream(page, 16_384)) {
            for (var next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    note(line, length, values);
                    length = 0;
                } else if (length <= MAX_LINE) {
                    if (length < MAX_LINE) {
                        line[length] = (byte) next;
                    }
                    length++;
                }
            }
        }
        note(line, length, values);
        return values;
    }

    private void note(byte[] line, int length, Map<String, Double> values) {
        if (length == 0 || length > MAX_LINE || line[0] == '#') {
            return;
        }
        var nameEnd = 0;
        while (nameEnd < length && line[nameEnd] != '{' && line[nameEnd] != ' ') {
            nameEnd++;
        }
        var name = new String(line, 0, nameEnd, StandardCharsets.US_ASCII);
        if (isWanted(name)) {
            var text = new String(line, 0, length, StandardCharsets.UTF_8);
            value(text.substring(text.lastIndexOf('}') + 1).substring(text.indexOf('}') < 0 ? nameEnd : 0))
                    .ifPresent(value -> values.merge(name, value, Double::sum));
        }
    }

    private boolean isWanted(String name) {
        return peers.contains(name) || l1Height.contains(name) || ACCEPTED_ON_L1.contains(name)
                || STARTED.contains(name);
    }

    /// A sample's value; a timestamp may follow it.
    private static Optional<Double> value(String text) {
        try {
            var value = Double.parseDouble(text.strip().split("\\s", 2)[0]);
            return Double.isFinite(value) && value >= 0 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException _) {
            // Not a line of the format: passed over like all that is not wanted.
            return Optional.empty();
        }
    }

    /// Zero means here that the node does not know yet: none says that Ethereum has no block.
    private static Optional<Double> known(Map<String, Double> values, List<String> names) {
        return names.stream().map(values::get).filter(value -> value != null && value > 0).findFirst();
    }

    private static Optional<Double> first(Map<String, Double> values, List<String> names) {
        return names.stream().filter(values::containsKey).map(values::get).findFirst();
    }
}
