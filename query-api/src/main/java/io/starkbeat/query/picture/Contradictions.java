package io.starkbeat.query.picture;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeState;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what a session and a handshake during it disagree on. What may be two ways of saying the same is none, nor is what
/// the node said before the session: perhaps it was somebody else. A node that tells a higher version after the handshake was
/// upgraded.
final class Contradictions {
    /// Clocks of gateways and crawlers differ by seconds and a block is some seconds, so that fewer say nothing; a chain
    /// that is reorganised goes back by fewer.
    static final long SAME_HEIGHT = 100;
    /// More than any client imports: a node that catches up may have come so far since, in blocks a second.
    static final long FASTEST_SYNC = 100;
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d+(?:\\.\\d+)*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOT = Pattern.compile("\\.");

    private final Fields reported;
    private final FieldTimes times;
    private final Instant since;
    private final Fields crawled;
    private final Instant metAt;
    private final List<Contradiction> found = new ArrayList<>();

    /// @param since when the session began
    private Contradictions(Fields reported, FieldTimes times, Instant since, Fields crawled, Instant metAt) {
        this.reported = reported;
        this.times = times;
        this.since = since;
        this.crawled = crawled;
        this.metAt = metAt;
    }

    /// Compares.
    ///
    /// @param metAt    when the handshake was, during the session
    /// @param observed where the session reports from, when the handshake was known to be elsewhere; else null
    /// @param proven   where the handshake was then
    static List<Contradiction> of(NodeState state, CurrentSession session, Fields crawled, Instant metAt,
            @Nullable NodeAddress observed, @Nullable NodeAddress proven) {
        Contradictions compared = new Contradictions(state.fields(), state.fieldTimes(), session.connectedAt(), crawled,
                metAt);
        if (observed != null && proven != null) {
            // It was there as long as it was vouched for.
            compared.add(observed.name(), new FieldValue.Text(observed.address()), session.vouchedAt(),
                    new FieldValue.Text(proven.address()));
        }
        compared.versions();
        compared.clients();
        compared.networks();
        compared.heights();
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
            if (!one.lookingAt() || !other.lookingAt()) {
                return false;
            }
            int ahead = compare(one.group(1), other.group(1));
            return ahead < 0 || ahead > 0 && !told.at.isAfter(metAt);
        }).ifPresent(_ -> differ(Field.VERSION));
    }

    /// Number by number, as far as both have some.
    private static int compare(String one, String other) {
        String[] numbers = DOT.split(one, -1);
        String[] others = DOT.split(other, -1);
        for (int i = 0; i < Math.min(numbers.length, others.length); i++) {
            // Nobody keeps them short.
            int ahead = new BigInteger(numbers[i]).compareTo(new BigInteger(others[i]));
            if (ahead != 0) {
                return ahead;
            }
        }
        return 0;
    }

    /// A chain grows: who is lower later than before, or higher than anybody climbs in that time, does not tell the truth
    /// at one of the two.
    private void heights() {
        Instant told = at(Field.CURRENT_BLOCK_NUMBER_L2);
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

    private record Told(String one, String other, Instant at) {}

    private Optional<Told> both(Field field) {
        String one = reported.text(field);
        String other = crawled.text(field);
        Instant told = at(field);
        return one == null || other == null || told == null
                ? Optional.empty()
                : Optional.of(new Told(one, other, told));
    }

    /// When the session told the field; null when it has not.
    private @Nullable Instant at(Field field) {
        Instant told = times.of(field.group());
        return told == null || told.isBefore(since) ? null : told;
    }

    private void differ(Field field) {
        FieldValue own = reported.get(field);
        FieldValue met = crawled.get(field);
        Instant told = at(field);
        if (own != null && met != null && told != null) {
            add(field.apiName(), own, told, met);
        }
    }
}
