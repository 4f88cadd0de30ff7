package io.starkbeat.gateway;

import static io.starkbeat.gateway.country.CountryFiles.country;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.starkbeat.gateway.country.CountryFiles;
import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.session.SessionOpened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Countries through the real gateway: of which address, of which not, and from which file.
@ResourceLock(LogLines.RESOURCE)
class CountryIT extends GatewayTestbed {
    private static final String PROXY = "127.0.0.9";

    @TempDir
    static Path folder;

    private static Path database() {
        return folder.resolve("countries.mmdb");
    }

    private static CountryFiles edition(String country) {
        return new CountryFiles(6, 28, "Test-Country", Instant.parse("2026-10-01T00:00:00Z"))
                .put("192.0.2.0/24", country(country))
                .put("2001:db8:1::/48", country("GR"))
                // A file of the operator's own may say so.
                .put("127.0.0.0/8", country("XX"))
                .put("10.0.0.0/8", country("XX"));
    }

    /// The full address is looked up, whatever is shown of it.
    @Override
    Map<String, String> settings() {
        try {
            edition("CH").replace(database());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Map.of("TRUSTED_PROXIES", PROXY, "GEOIP_DB", database().toString(), "NODE_IP", "none");
    }

    private String countryOf(String from, String... headers) throws IOException {
        return opened(from, headers).country();
    }

    @Test
    void aNodesOwnPublicAddressHasACountryAndNoOther() throws Exception {
        assertThat(opened(PROXY, "Forwarded: for=192.0.2.1")).returns("CH", SessionOpened::country)
                .returns(null, SessionOpened::address);
        assertThat(countryOf(PROXY, "Forwarded: for=\"[2001:db8:1::7]\"")).isEqualTo("GR");
        assertThat(countryOf(PROXY, "Forwarded: for=\"[::ffff:192.0.2.1]\"")).as("mapped IPv4").isEqualTo("CH");
        assertThat(countryOf(PROXY, "X-Forwarded-For: 203.0.113.1")).as("unknown to the file").isNull();
        assertThat(countryOf(PROXY, "X-Forwarded-For: 10.1.2.3")).as("private").isNull();
        assertThat(countryOf("127.0.0.1")).as("private").isNull();
        assertThat(countryOf(PROXY, "Forwarded: for=unknown")).as("the proxy's").isNull();
        assertThat(countryOf(PROXY, "Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.2")).as("nobody knows whose")
                .isNull();
    }

    @Test
    void aNewFileCountsForNewSessionsAndABrokenOneForNone() throws Exception {
        String header = "X-Forwarded-For: 192.0.2.9";
        edition("NO").replace(database());
        await().untilAsserted(() -> assertThat(countryOf(PROXY, header)).isEqualTo("NO"));

        try (LogLines log = new LogLines()) {
            Files.writeString(database(), "<html>Too many downloads</html>");
            await().untilAsserted(() -> assertThat(log.withText("GEOIP_DB")).singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains(database().toString(), "Test-Country"));
        }
        assertThat(countryOf(PROXY, header)).isEqualTo("NO");
        assertThat(gateway.metric("country_db_reloads_total")).isGreaterThanOrEqualTo(2);
        assertThat(gateway.page("/status")).contains("Test-Country", "2026-10-01T00:00:00Z");

        edition("CH").replace(database());
        await().untilAsserted(() -> assertThat(countryOf(PROXY, header)).isEqualTo("CH"));
    }

    @Test
    void aGatewayDoesNotStartWithAFileThatIsNone() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> GatewayUnderTest.start(kafka.bootstrapServers(), kafka.uniquePrefix(),
                        Map.of("GEOIP_DB", folder.resolve("none.mmdb").toString())))
                .withMessageContaining("GEOIP_DB is '")
                .withMessageContaining("there is no such file");
    }
}
