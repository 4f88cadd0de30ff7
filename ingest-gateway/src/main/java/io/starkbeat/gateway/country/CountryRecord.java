package io.starkbeat.gateway.country;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a record of a database says of the country. Vendors agree on the file's format, not on the records' shape:
///
/// - MaxMind, DB-IP: `country.iso_code`, where the address is; `registered_country.iso_code`, where its network is
///   registered, which is all that is known of some networks;
/// - flat ones: `country_code`, or a code as `country`, where others write a name.
final class CountryRecord {
    private static final String ISO_CODE = "iso_code";
    private static final Pattern ALPHA_2 = Pattern.compile("[A-Za-z]{2}");

    private CountryRecord() {}

    /// The country as ISO 3166-1 alpha-2, or null when the record names none.
    static @Nullable String countryIn(Map<?, ?> record) {
        return Stream.of(within(record, "country"), within(record, "registered_country"), text(record, "country_code"),
                text(record, "country"))
                .filter(code -> ALPHA_2.matcher(code).matches())
                .findFirst()
                .map(code -> code.toUpperCase(Locale.ROOT))
                .orElse(null);
    }

    private static String within(Map<?, ?> record, String key) {
        return record.get(key) instanceof Map<?, ?> inner ? text(inner, ISO_CODE) : "";
    }

    private static String text(Map<?, ?> record, String key) {
        return record.get(key) instanceof String text ? text : "";
    }
}
