package io.starkbeat.query.picture;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what a session and a handshake during it disagree on. What may be two ways of saying the same is none.
final class Contradictions {
    /// Clocks of gateways and crawlers differ by seconds and a block is some seconds, so that fewer say nothing; a chain
    /// that is reorganised goes back by fewer.
    static final long SAME_HEIGHT = 100;
    /// More than any client imports: a node that catches up may have come so far since, in blocks a second.
    static final long FASTEST_SYNC = 100;
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d+(?:\\.\\d+)*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOT = Pattern.compile("\\.");

    private final Fields reported;
    private final Fields crawled;
    private final Instant reportedAt;
    private final Instant metAt;
    private final List<Contradiction> found = new ArrayList<>();

    /// @param reportedAt when the session was last vouched for: until then it stood by what it had told
    /// @param metAt      when the handshake was, during the session
    private Contradictions(Fields reported, Fields crawled, Instant reportedAt, Instant metAt) {
        this.reported = reported;
        this.crawled = crawled;
        this.reportedAt = reportedAt;
        this.metAt = metAt;
    }

    /// Compares.
    ///
    /// @param observed where the session reports from, when the handshake was known to be elsewhere; else null
    /// @param proven   where the handshake was then
    static List<Contradiction> of(NodeState state, Fields crawled, Instant reportedAt, Instant metAt,
            @Nullable NodeAddress observed, @Nullable NodeAddress proven) {
        Contradictions compared = new Contradictions(state.fields(), crawled, reportedAt, metAt);
        if (observed != null && proven != null) {
            compared.add(observed.name(), new FieldValue.Text(observed.address()), reportedAt,
                    new FieldValue.Text(proven.address()));
        }
        compared.versions();
        compared.clients();
        compared.networks();
        compared.heights(state.fieldTimes().of(FieldGroup.NETWORK));
        return List.copyOf(compared.found);
    }

    private void add(String property, FieldValue telemetry, Instant telemetryAt, FieldValue crawler) {
        found.add(new Contradiction(property, telemetry, telemetryAt, crawler, metAt));
    }

    private void clients() {
        both(Field.CLIENT).filter(told -> !isPartOf(told.one, told.other) && !isPartOf(told.other, told.one))
                .ifPresent(_ -> differ(Field.CLIENT));
    }

    /// "Juno" and "Juno client" are the same, as far as they tell.
    private static boolean isPartOf(String text, String other) {
        return other.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private void networks() {
        both(Field.NETWORK_NAME).filter(told -> !told.one.equalsIgnoreCase(told.other))
                .ifPresent(_ -> differ(Field.NETWORK_NAME));
    }

    /// Numbers only, and as many as both tell: what stands behind them (a commit, a build) one may leave out.
    private void versions() {
        both(Field.VERSION).filter(told -> {
            Matcher one = NUMBERS.matcher(told.one);
            Matcher other = NUMBERS.matcher(told.other);
            return one.lookingAt() && other.lookingAt() && !agree(one.group(1), other.group(1));
        }).ifPresent(_ -> differ(Field.VERSION));
    }

    private static boolean agree(String one, String other) {
        String[] numbers = DOT.split(one, -1);
        String[] others = DOT.split(other, -1);
        for (int i = 0; i < Math.min(numbers.length, others.length); i++) {
            if (!numbers[i].equals(others[i])) {
                return false;
            }
        }
        return true;
    }

    /// A chain grows: who is lower later than before, or higher than anybody climbs in that time, does not tell the truth
    /// at one of the two.
    private void heights(@Nullable Instant told) {
        if (told == null || reported.whole(Field.CURRENT_BLOCK_NUMBER_L2).isEmpty()
                || crawled.whole(Field.CURRENT_BLOCK_NUMBER_L2).isEmpty()) {
            return;
        }
        long own = reported.whole(Field.CURRENT_BLOCK_NUMBER_L2).getAsLong();
        long met = crawled.whole(Field.CURRENT_BLOCK_NUMBER_L2).getAsLong();
        boolean reportedLater = told.isAfter(metAt);
        long before = reportedLater ? met : own;
        long after = reportedLater ? own : met;
        long seconds = Duration.between(metAt, told).abs().toSeconds();
        boolean contradicts = Long.compareUnsigned(before, after) > 0
                ? Long.compareUnsigned(before - after, SAME_HEIGHT) > 0
                : Long.compareUnsigned(after - before, SAME_HEIGHT + FASTEST_SYNC * seconds) > 0;
        if (contradicts) {
            add(Field.CURRENT_BLOCK_NUMBER_L2.apiName(), new FieldValue.Whole(own), told, new FieldValue.Whole(met));
        }
    }

    private record Told(String one, String other) {}

    private Optional<Told> both(Field field) {
        String one = reported.text(field);
        String other = crawled.text(field);
        return one == null || other == null ? Optional.empty() : Optional.of(new Told(one, other));
    }

    private void differ(Field field) {
        FieldValue own = reported.get(field);
        FieldValue met = crawled.get(field);
        if (own != null && met != null) {
            add(field.apiName(), own, reportedAt, met);
        }
    }
}
