package io.starkbeat.query.feed;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in the log of changes: behind so many of them. It is written as the id of an event, and a subscriber that comes
/// back with it goes on from there.
///
/// @param log    names the log, which lives in one process and ends with it: another's places mean nothing in it
/// @param number of the change that it lies behind, from 0 on
record FeedPosition(String log, long number) {
    /// Digits of a number that a long surely holds.
    private static final Pattern WRITTEN = Pattern.compile("([0-9a-z]{1,32})-([0-9]{1,18})");

    /// Reads an event's id; empty for what is none.
    static Optional<FeedPosition> read(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        Matcher matcher = WRITTEN.matcher(id);
        return matcher.matches()
                ? Optional.of(new FeedPosition(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /// As the id of an event.
    String written() {
        return log + '-' + number;
    }
}
