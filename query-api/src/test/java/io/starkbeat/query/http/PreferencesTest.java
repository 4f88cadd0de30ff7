package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {
    private static final List<String> OFFERED = List.of("application/json", "application/x-ndjson", "text/csv");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"*/*|application/json", "application/json|application/json",
            "text/csv|text/csv", "TEXT/CSV; charset=utf-8|text/csv", "text/*|text/csv",
            "application/*|application/json",
            "text/html,application/xml;q=0.9,*/*;q=0.8|application/json",
            "text/csv;q=0.5,application/x-ndjson|application/x-ndjson",
            "application/json;q=0.1, text/csv;q=0.2|text/csv", "application/json;q=0, */*|application/x-ndjson",
            "*/*;q=0.1, text/csv;q=0|application/json", "text/html|-", "*/*;q=0|-", "application/json;q=0|-",
            "application/json;q=x, text/csv|text/csv", ",,;;,text/csv|text/csv", "''|application/json"})
    void theBestOfThoseOffered(String accept, String chosen) {
        assertThat(preferences(accept).mediaType(OFFERED)).isEqualTo(chosen);
    }

    @Test
    void noHeaderMeansTheFirstAndSeveralHeadersAreOne() {
        assertThat(preferences().mediaType(OFFERED)).isEqualTo("application/json");
        assertThat(preferences("text/html", "text/csv").mediaType(OFFERED)).isEqualTo("text/csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|true", "gzip, deflate, br|true", "*|true", "GZIP;q=0.5|true", "br|false",
            "gzip;q=0|false", "gzip;q=0, *|false", "identity|false", "identity, gzip;q=0.5|false", "''|false"})
    void whetherACodingIsWanted(String acceptEncoding, boolean wanted) {
        assertThat(preferences(acceptEncoding).coding("gzip")).isEqualTo(wanted);
    }

    private static Preferences preferences(String... headers) {
        return new Preferences(Arrays.asList(headers));
    }
}
