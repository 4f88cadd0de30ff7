package io.starkbeat.gateway.country;

import static io.starkbeat.gateway.country.CountryFiles.country;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.kit.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountryFileTest {
    private static final Instant BUILT = Instant.parse("2026-10-01T00:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Path file;

    @BeforeEach
    void place(@TempDir Path folder) {
        file = folder.resolve("countries.mmdb");
    }

    @ParameterizedTest
    @CsvSource({"4, 24", "4, 28", "4, 32", "6, 24", "6, 28", "6, 32"})
    void everySizeOfTreeAndBothFamiliesAreRead(int ipVersion, int recordSize) throws Exception {
        CountryFiles database = edition(ipVersion, recordSize, "CH").put("198.51.100.7/32", country("NO"));
        if (ipVersion == 6) {
            database.put("2001:db8::/32", country("GR"));
        }
        database.replace(file);
        CountryFile countries = open();

        assertThat(found(countries, "192.0.2.1")).isEqualTo("CH");
        assertThat(found(countries, "192.0.3.1")).isNull();
        assertThat(found(countries, "198.51.100.7")).isEqualTo("NO");
        assertThat(found(countries, "198.51.100.8")).isNull();
        assertThat(found(countries, "::ffff:192.0.2.1")).as("mapped IPv4").isEqualTo("CH");
        assertThat(found(countries, "2001:db8::1")).isEqualTo(ipVersion == 6 ? "GR" : null);
        assertThat(found(countries, "2a00::1")).isNull();
        assertThat(count("lookups", "outcome", "failed")).isZero();
        assertThat(count("lookups", "outcome", "found")).isEqualTo(ipVersion == 6 ? 4 : 3);
    }

    /// The same 32 bits in front mean another thing in each family.
    @Test
    void anAddressIsLookedUpInItsOwnFamily() throws Exception {
        edition(6, 28, "CH").put("c000:200::/24", country("GR")).replace(file);

        assertThat(found(open(), "192.0.2.1")).isEqualTo("CH");
        assertThat(found(open(), "c000:201::1")).isEqualTo("GR");

        edition(4, 24, "CH").replace(file);
        assertThat(found(open(), "c000:201::1")).as("a database of IPv4 alone").isNull();
    }

    @Test
    void aChangedFileIsTakenOnceItStandsStill() throws Exception {
        CountryFile countries = openedWith("CH");

        edition(4, 24, "NO").replace(file);
        countries.check();
        assertThat(found(countries, "192.0.2.1")).as("it may still be being written").isEqualTo("CH");
        countries.check();
        assertThat(found(countries, "192.0.2.1")).isEqualTo("NO");

        // In place, as cp does it.
        Files.write(file, edition(6, 32, "GR").bytes());
        countries.check();
        countries.check();
        countries.check();
        assertThat(found(countries, "192.0.2.1")).isEqualTo("GR");
        assertThat(count("db.reloads", "outcome", "taken")).isEqualTo(2);
        assertThat(meters.get("starkbeat.gateway.country.db.built").gauge().value())
                .isEqualTo(BUILT.getEpochSecond());
        assertThat(countries.status()).containsEntry("type", "Test-Country")
                .containsEntry("built_at", "2026-10-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"no database", "cut", "empty", "gone", "another kind"})
    void aBrokenFileLeavesTheFormerEditionInUse(String what) throws Exception {
        CountryFile countries = openedWith("CH");
        byte[] good = edition(4, 24, "NO").bytes();
        switch (what) {
            case "no database" -> Files.writeString(file, "<html>404</html>");
            case "cut" -> Files.write(file, Arrays.copyOf(good, good.length / 2));
            case "empty" -> Files.write(file, new byte[0]);
            case "gone" -> Files.delete(file);
            default -> new CountryFiles(4, 24, "Test-ASN", BUILT)
                    .put("192.0.2.0/24", Map.of("autonomous_system_number", 64512))
                    .replace(file);
        }
        for (int i = 0; i < 5; i++) {
            countries.check();
        }

        assertThat(found(countries, "192.0.2.1")).isEqualTo("CH");
        assertThat(count("db.reloads", "outcome", "refused")).as("told once, not at every look").isEqualTo(1);

        edition(4, 24, "NO").replace(file);
        countries.check();
        countries.check();
        assertThat(found(countries, "192.0.2.1")).isEqualTo("NO");
    }

    /// The tree is whole and leads to no record: found out at the look-up.
    @Test
    void aDamagedFileKeepsNobodyOut() throws Exception {
        CountryFiles database = edition(4, 24, "CH").put("198.51.100.0/24", country("NO"));
        byte[] bytes = database.bytes();
        String latin1 = new String(bytes, ISO_8859_1);
        // The head of a text becomes that of a pointer, which leads far behind the end.
        bytes[latin1.lastIndexOf("NO", latin1.lastIndexOf("MaxMind.com")) - 1] = 0x3F;
        Files.write(file, bytes);
        CountryFile countries = open();

        assertThat(found(countries, "198.51.100.1")).isNull();
        assertThat(count("lookups", "outcome", "failed")).isEqualTo(1);
        assertThat(found(countries, "192.0.2.1")).isEqualTo("CH");
    }

    @ParameterizedTest
    @CsvSource({"missing, there is no such file", "folder, it is a folder",
            "text, cannot be read as a MaxMind database",
            "another kind, none of its records (type Test-ASN) tells a country"})
    void aStartWithoutAUsableFileEndsWithOneLineThatNamesTheSetting(String what, String why) throws Exception {
        switch (what) {
            case "folder" -> Files.createDirectory(file);
            case "text" -> Files.writeString(file, "no database");
            case "another kind" -> new CountryFiles(6, 28, "Test-ASN", BUILT)
                    .put("192.0.2.0/24", Map.of("autonomous_system_number", 64512))
                    .replace(file);
            default -> assertThat(file).doesNotExist();
        }

        assertThatExceptionOfType(StartException.class).isThrownBy(this::open)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1)
                        .startsWith("GEOIP_DB is '" + file + "': ")
                        .contains(why));
    }

    private CountryFile openedWith(String country) throws IOException {
        edition(4, 24, country).replace(file);
        return open();
    }

    private CountryFile open() {
        return CountryFile.open("GEOIP_DB", file, meters);
    }

    private static CountryFiles edition(int ipVersion, int recordSize, String country) {
        return new CountryFiles(ipVersion, recordSize, "Test-Country", BUILT).put("192.0.2.0/24", country(country));
    }

    private static String found(Countries countries, String address) {
        return countries.of(InetAddress.ofLiteral(address));
    }

    private double count(String name, String tag, String value) {
        return meters.get("starkbeat.gateway.country." + name).tag(tag, value).counter().count();
    }
}
