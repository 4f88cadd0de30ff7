package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.starkbeat.kit.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    enum Guarantee {
        EXACTLY_ONCE_V2, AT_LEAST_ONCE
    }

    private static final Setting<Integer> PORT = Setting.port("GATEWAY_PORT", "Nodes report here").defaultsTo("8080");
    private static final Setting<Integer> OTHER_PORT = Setting.port("QUERY_PORT", "Readers ask here")
            .defaultsTo("8081");
    private static final Setting<Duration> STALE = Setting
            .duration("STALE_AFTER", Duration.ofSeconds(1), Duration.ofDays(1), "Silence that makes a node stale")
            .defaultsTo("2m");
    private static final Setting<ByteSize> BUDGET = Setting
            .bytes("IN_FLIGHT_BYTES", ByteSize.ofMiB(1), ByteSize.ofGiB(8), "Bytes not yet acknowledged")
            .defaultsTo("64MiB");
    private static final Setting<Integer> REPLICAS = Setting.integer("REPLICAS", 1, 5, "Copies").defaultsTo("3");
    private static final Setting<Secret> KEY = Setting.secret("ADDRESS_KEY_SECRET", 16, "Hides addresses");
    private static final Setting<Guarantee> GUARANTEE = Setting
            .choice("PROCESSING_GUARANTEE", Guarantee.class, "What a crash costs")
            .defaultsTo("exactly_once_v2");
    private static final Setting<Optional<Path>> GEOIP = Setting.path("GEOIP_DB", "A MaxMind-format file")
            .optional("none");
    private static final Setting<CidrSet> PROXIES = Setting.cidrs("TRUSTED_PROXIES", "Whose word is trusted");
    private static final Setting<Map<String, String>> KAFKA = Setting.family("KAFKA_", "any client setting",
            name -> !name.contains("PASSWORD"), "handed to the clients");
    private static final List<Setting<?>> ALL = List.of(PORT, OTHER_PORT, STALE, BUDGET, REPLICAS, KEY, GUARANTEE,
            GEOIP, PROXIES, KAFKA);

    private static final String SECRET = "correct horse battery staple";

    @Test
    void whatIsNotSetHasItsDefault() {
        SettingValues values = SettingsReader.read(Map.of("ADDRESS_KEY_SECRET", SECRET, "GATEWAY_PORT", " "), ALL);

        assertThat(values.get(PORT)).isEqualTo(8080);
        assertThat(values.get(STALE)).isEqualTo(Duration.ofMinutes(2));
        assertThat(values.get(BUDGET)).isEqualTo(ByteSize.ofMiB(64));
        assertThat(values.get(REPLICAS)).isEqualTo(3);
        assertThat(values.get(GUARANTEE)).isEqualTo(Guarantee.EXACTLY_ONCE_V2);
        assertThat(values.get(GEOIP)).isEmpty();
        assertThat(values.get(PROXIES).isEmpty()).isTrue();
        assertThat(values.get(KAFKA)).isEmpty();
    }

    @Test
    void whatIsSetHolds() {
        SettingValues values = SettingsReader.read(
                Map.of("ADDRESS_KEY_SECRET", SECRET, "GATEWAY_PORT", " 9000 ", "PROCESSING_GUARANTEE", "at_least_once",
                        "GEOIP_DB", "/data/geo.mmdb", "TRUSTED_PROXIES", "10.0.0.0/8", "KAFKA_SECURITY_PROTOCOL",
                        "SSL"),
                ALL);

        assertThat(values.get(KEY).reveal()).isEqualTo(SECRET);
        assertThat(values.get(PORT)).isEqualTo(9000);
        assertThat(values.get(GUARANTEE)).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(values.get(GEOIP)).contains(Path.of("/data/geo.mmdb"));
        assertThat(values.get(PROXIES)).hasToString("10.0.0.0/8");
        assertThat(values.get(KAFKA)).containsExactly(Map.entry("KAFKA_SECURITY_PROTOCOL", "SSL"));
    }

    @Test
    void allFaultsAreToldAtOnceALineEachAndSecretsStaySecret() {
        Map<String, String> environment = Map.of("GATEWAY_PORT", "eighty", "STALE_AFTER", "120", "IN_FLIGHT_BYTES",
                "1KiB", "REPLICAS", "6", "ADDRESS_KEY_SECRET", "hunter2", "PROCESSING_GUARANTEE", "exactly_once",
                "TRUSTED_PROXIES", "proxy.example", "NOBODY_KNOWS_ME", "?");

        SettingsException bad = catchThrowableOfType(SettingsException.class,
                () -> SettingsReader.read(environment, ALL));

        assertThat(bad.getMessage().lines()).containsExactlyInAnyOrder(
                "GATEWAY_PORT is 'eighty': expected a port from 1 to 65535, or 0 for any free one",
                "STALE_AFTER is '120': expected a duration such as 500ms, 30s, 2m, 1h or 30d, from 1s to 1d",
                "IN_FLIGHT_BYTES is '1KiB': expected a size such as 4096, 64KiB, 64MiB or 1GiB, from 1MiB to 8GiB",
                "REPLICAS is '6': expected a whole number from 1 to 5",
                "ADDRESS_KEY_SECRET has a value that cannot be used: expected a secret of at least 16 characters",
                "PROCESSING_GUARANTEE is 'exactly_once': expected one of exactly_once_v2, at_least_once",
                "TRUSTED_PROXIES is 'proxy.example': expected networks such as 10.0.0.0/8,fd00::/8,192.0.2.7, or none");
        assertThat(bad.exitCode()).isEqualTo(StartException.EXIT_BAD_USAGE);
    }

    @Test
    void whatMustBeSetIsMissed() {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> SettingsReader.read(Map.of(), ALL))
                .withMessage("ADDRESS_KEY_SECRET is not set: expected a secret of at least 16 characters"
                        + " (Hides addresses)");
    }

    @Test
    void aFaultIsOneLineWhateverWasGiven() {
        SettingsException bad = catchThrowableOfType(SettingsException.class,
                () -> SettingsReader.read(Map.of("REPLICAS", "1\n2\u001b[31m" + "9".repeat(10_000)),
                        List.of(REPLICAS)));

        assertThat(bad.getMessage()).startsWith("REPLICAS is '1?2?[31m999").hasSizeLessThan(200).doesNotContain("\n");
    }

    @Test
    void twoServersDoNotShareAPort() {
        Map<String, String> environment = Map.of("ADDRESS_KEY_SECRET", SECRET, "GATEWAY_PORT", "8081");

        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> SettingsReader.read(environment, ALL))
                .withMessage("QUERY_PORT is 8081 and so is GATEWAY_PORT: give each a port of its own");
    }

    @Test
    void anyFreePortMayBeAskedForTwice() {
        SettingValues values = SettingsReader.read(Map.of("GATEWAY_PORT", "0", "QUERY_PORT", "0"),
                List.of(PORT, OTHER_PORT, PORT));

        assertThat(values.get(OTHER_PORT)).isZero();
    }

    @Test
    void aSettingThatIsNotListedCannotBeRead() {
        SettingValues values = SettingsReader.read(Map.of(), List.of(PORT));

        assertThatIllegalArgumentException().isThrownBy(() -> values.get(REPLICAS)).withMessageContaining("REPLICAS");
    }

    @Test
    void whatIsShownHidesSecrets() {
        SettingValues values = SettingsReader.read(Map.of("ADDRESS_KEY_SECRET", SECRET, "STALE_AFTER", "5m",
                "KAFKA_SSL_KEY_PASSWORD", SECRET, "KAFKA_LINGER_MS", "7"), ALL);

        assertThat(values.shown(List.of(STALE, KEY, GEOIP, PORT, KAFKA)))
                .containsExactly(Map.entry("ADDRESS_KEY_SECRET", "(hidden)"), Map.entry("GATEWAY_PORT", "8080"),
                        Map.entry("GEOIP_DB", "none"), Map.entry("KAFKA_LINGER_MS", "7"),
                        Map.entry("KAFKA_SSL_KEY_PASSWORD", "(hidden)"), Map.entry("STALE_AFTER", "5m"));
        assertThat(values.get(KEY)).hasToString("(hidden)");
        assertThat(values.toString()).doesNotContain(SECRET);
    }

    @Test
    void aDefaultMustItselfBeGood() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Setting.integer("REPLICAS", 1, 5, "Copies").defaultsTo("7"));
    }
}
