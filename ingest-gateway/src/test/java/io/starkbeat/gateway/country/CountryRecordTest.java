package io.starkbeat.gateway.country;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CountryRecordTest {
    @Test
    void theUsualVendorsRecordSaysWhereTheAddressIs() {
        assertThat(CountryRecord.countryIn(Map.of("country", Map.of("iso_code", "CH", "geoname_id", 2658434),
                "registered_country", Map.of("iso_code", "DE")))).isEqualTo("CH");
    }

    @Test
    void elseWhereItsNetworkIsRegistered() {
        assertThat(CountryRecord.countryIn(Map.of("continent", Map.of("code", "EU"), "registered_country",
                Map.of("iso_code", "DE")))).isEqualTo("DE");
    }

    @Test
    void flatRecordsAreReadToo() {
        assertThat(CountryRecord.countryIn(Map.of("country_code", "no"))).isEqualTo("NO");
        assertThat(CountryRecord.countryIn(Map.of("country", "GR"))).isEqualTo("GR");
        assertThat(CountryRecord.countryIn(Map.of("country", "Greece", "country_code", "GR"))).isEqualTo("GR");
    }

    @Test
    void whatIsNoCountrysCodeIsNone() {
        assertThat(CountryRecord.countryIn(Map.of("autonomous_system_number", 64512L))).isNull();
        assertThat(CountryRecord.countryIn(Map.of("country", "Greece"))).isNull();
        assertThat(CountryRecord.countryIn(Map.of("country_code", "-"))).isNull();
        assertThat(CountryRecord.countryIn(Map.of("country", Map.of("iso_code", 756)))).isNull();
    }
}
