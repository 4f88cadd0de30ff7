package io.starkbeat.query.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a client would rather have, by a header such as `Accept` (RFC 9110, 12.4 and 12.5). What cannot be understood in
/// it is passed over.
final class Preferences {
    private final List<Preference> listed = new ArrayList<>();

    /// @param quality from 0, not acceptable, to 1
    private record Preference(String name, double quality) {}

    /// @param headers the values of all headers of the name
    Preferences(List<String> headers) {
        for (String header : headers) {
            for (String each : header.split(",", -1)) {
                String[] parts = each.split(";", -1);
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                OptionalDouble quality = quality(parts);
                if (!name.isEmpty() && quality.isPresent()) {
                    listed.add(new Preference(name, quality.getAsDouble()));
                }
            }
        }
    }

    /// The first of some media types that no other is preferred to; null when none is acceptable. Parameters of media
    /// types are not told apart.
    @Nullable
    String mediaType(List<String> offered) {
        return offered.stream()
                .filter(type -> ofMediaType(type) > 0)
                // Of equals the first.
                .max(Comparator.comparingDouble(this::ofMediaType).thenComparingInt(type -> -offered.indexOf(type)))
                .orElse(null);
    }

    /// Nothing asked for means that all is welcome.
    private double ofMediaType(String type) {
        String anyOfKind = type.substring(0, type.indexOf('/') + 1) + '*';
        return listed.isEmpty() ? 1 : quality(type).orElse(quality(anyOfKind).orElse(quality("*/*").orElse(0)));
    }

    /// Whether a content coding is wanted rather than none.
    boolean coding(String coding) {
        double wanted = quality(coding).orElse(quality("*").orElse(0));
        return wanted > 0 && wanted >= quality("identity").orElse(0);
    }

    private OptionalDouble quality(String name) {
        return listed.stream().filter(each -> each.name.equals(name)).mapToDouble(Preference::quality).max();
    }

    private static OptionalDouble quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    double quality = Double.parseDouble(parameter.substring(2));
                    return quality >= 0 && quality <= 1 ? OptionalDouble.of(quality) : OptionalDouble.empty();
                } catch (NumberFormatException e) {
                    return OptionalDouble.empty();
                }
            }
        }
        return OptionalDouble.of(1);
    }
}
