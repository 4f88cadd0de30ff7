package io.starkbeat.agent;

import io.starkbeat.agent.telemetry.TelemetryEndpoint;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the agent shall do, checked.
///
/// @param node its JSON-RPC API
/// @param nodeWs where it tells of new blocks; none has the agent look for it
/// @param subscribe whether to have it tell of new blocks
/// @param expectedNetwork the only chain of which is reported
/// @param counts the least time between two blocks whose receipts are read; none has none read
record AgentSettings(URI node, Optional<URI> nodeWs, boolean subscribe, Optional<String> nodeToken,
        List<TelemetryEndpoint> telemetry, boolean noTelemetry, Optional<String> token, String name,
        Optional<PeerId> peerId, Path key, Optional<String> expectedNetwork, Optional<String> client,
        Optional<String> clientVersion, String capability, Optional<URI> metrics, Optional<String> metricsPeers,
        Optional<String> metricsL1, Optional<Path> dataDir, Duration interval, Duration poll, Duration timeout,
        Optional<Duration> counts, boolean once, boolean print) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7e]+");
    private static final int MAX_PORT = 65_535;
    private static final Pattern WORDS = Pattern.compile("[\\s,]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    static AgentSettings of(Given given) {
        var read = new Reader(given);
        var once = read.truth("once");
        var print = read.truth("print");
        var none = read.truth("no-telemetry");
        var telemetry = read.text("telemetry", AgentSettings::endpoints).orElse(List.of());
        if (telemetry.isEmpty() && !none && !print) {
            throw new AgentException("where shall the node report? Name it with --telemetry wss://…/submit ("
                    + Given.variable("telemetry") + "), or look first with --once --print");
        }
        return new AgentSettings(
                read.text("node", text -> uri(text, "http"))
                        .orElseThrow(() -> new AgentException("which node? Name its JSON-RPC address with --node "
                                + "http://localhost:6060 (" + Given.variable("node") + ")")),
                read.text("node-ws", text -> uri(text, "ws")), !read.truth("no-subscribe"),
                read.text("node-token", AgentSettings::token),
                telemetry, none, read.text("token", AgentSettings::token),
                read.plain("name").orElseGet(() -> hostName(given.environment())),
                read.text("peer-id", AgentSettings::peerId),
                read.text("key", Path::of).orElseGet(() -> usualKey(given.environment())), read.plain("network"),
                read.plain("client"), read.plain("client-version"),
                read.text("capability", AgentSettings::capability).orElse("FullNode"),
                read.text("metrics", text -> uri(text, "http")), read.plain("metrics-peers"), read.plain("metrics-l1"),
                read.text("data-dir", Path::of),
                read.text("interval", text -> duration(text, Duration.ofSeconds(1))).orElse(Duration.ofSeconds(10)),
                read.text("poll", text -> duration(text, Duration.ofMillis(100))).orElse(Duration.ofSeconds(2)),
                read.text("timeout", text -> duration(text, Duration.ofMillis(100))).orElse(Duration.ofSeconds(10)),
                read.text("counts", AgentSettings::counts).orElse(Optional.of(Duration.ofSeconds(10))), once, print);
    }

    private record Reader(Given given) {
        Optional<String> plain(String option) {
            return text(option, text -> text);
        }

        boolean truth(String option) {
            return text(option, text -> switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("must be true or false");
            }).orElse(false);
        }

        <T> Optional<T> text(String option, Function<String, T> converter) {
            return given.text(option).map(value -> {
                try {
                    return converter.apply(value.text().strip());
                } catch (IllegalArgumentException wrong) {
                    // A path's exception is one too, and says what is wrong with it.
                    throw new AgentException(value.source() + (wrong instanceof InvalidPathException
                            ? " is no path: "
                            : " is wrong: ") + wrong.getMessage());
                }
            });
        }
    }

    /// Addresses, each with its verbosity behind it where it has one, separated by blanks or commas.
    private static List<TelemetryEndpoint> endpoints(String text) {
        List<TelemetryEndpoint> endpoints = new ArrayList<>();
        for (var word : WORDS.splitAsStream(text).toList()) {
            if (NUMBER.matcher(word).matches() && !endpoints.isEmpty()) {
                endpoints.add(TelemetryEndpoint.parse(endpoints.removeLast().uri() + " " + word));
            } else {
                endpoints.add(TelemetryEndpoint.parse(word));
            }
        }
        return List.copyOf(endpoints);
    }

    /// What a header may have; the message never has the token.
    private static String token(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a token has only printable ASCII characters; is there a line's end in it?");
        }
        return text;
    }

    private static URI uri(String text, String scheme) {
        try {
            var uri = new URI(text);
            if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT
                    || !(scheme.equals(uri.getScheme()) || (scheme + "s").equals(uri.getScheme()))) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no address such as " + scheme + "://localhost:6060");
            }
            return uri;
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("'" + text + "' is no address (" + wrong.getReason() + ")", wrong);
        }
    }

    private static PeerId peerId(String text) {
        return PeerId.parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is no libp2p peer id such as 12D3KooW…"));
    }

    private static String capability(String text) {
        if (!text.equals("FullNode") && !text.equals("Sequencer")) {
            throw new IllegalArgumentException("must be FullNode or Sequencer");
        }
        return text;
    }

    private static Optional<Duration> counts(String text) {
        return text.equals("off") ? Optional.empty() : Optional.of(duration(text, Duration.ZERO));
    }

    private static Duration duration(String text, Duration least) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 500ms, 30s, 2m or 1h");
        }
        var number = Long.parseLong(matcher.group(1));
        var duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("it must be " + least.toMillis() + "ms or more");
        }
        return duration;
    }

    private static String hostName(Map<String, String> environment) {
        var name = environment.get("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            // A machine without a name of its own; the operator may give one.
            return "starknet-node";
        }
    }

    /// Where systemd has a service keep its state, else where users' programs do.
    private static Path usualKey(Map<String, String> environment) {
        var service = environment.get("STATE_DIRECTORY");
        if (service != null) {
            return Path.of(service, "agent.key");
        }
        var state = environment.get("XDG_STATE_HOME");
        return (state != null ? Path.of(state) : Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("starkbeat")
                .resolve("agent.key");
    }
}
