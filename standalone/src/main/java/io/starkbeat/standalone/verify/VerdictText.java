package io.starkbeat.standalone.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.standalone.verify.Verdict.Difference;
import io.starkbeat.standalone.verify.Verdict.Gap;
import io.starkbeat.standalone.verify.Verdict.LogCounts;
import io.starkbeat.standalone.verify.Verdict.NodeCounts;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A verdict in words, and in JSON.
public final class VerdictText {
    private VerdictText() {}

    /// For people: the counts, then a line for each difference and each gap, then the outcome.
    ///
    /// @param most how many lines of each kind are shown
    public static String words(Verdict verdict, int most) {
        StringBuilder text = new StringBuilder();
        LogCounts log = verdict.log();
        text.append(String.format(Locale.ROOT, """
                log     %,d records received in %,d sessions: %,d folded, %,d repeated, %,d undecodable
                        %,d missing (gaps in seq); %,d sessions begin before the log; %,d sightings
                        read and folded in %.1f s, %,.0f records/s
                """, log.received(), log.sessions(), log.folded(), log.repeated(), log.undecodable(), log.missing(),
                log.cut(), log.sightings(), log.took().toMillis() / 1_000.0, perSecond(log)));
        NodeCounts nodes = verdict.nodes();
        if (verdict.undrained().isEmpty()) {
            text.append(String.format(Locale.ROOT, """
                    nodes   %,d agree, %,d different, %,d only in the log, %,d only in node-state, %,d wrong in the API
                            %,d older than the log (they agree with what it holds), %,d forgotten
                    """, nodes.agreeing(), nodes.different(), nodes.onlyInLog(), nodes.onlyInState(),
                    nodes.wrongInApi(), nodes.olderThanLog(), nodes.forgotten()));
        }
        list(text, verdict.differences(), most, VerdictText::words);
        list(text, verdict.gaps(), most, VerdictText::words);
        text.append(outcome(verdict)).append('\n');
        return text.toString();
    }

    private static double perSecond(LogCounts log) {
        double seconds = log.took().toNanos() / 1e9;
        return seconds == 0 ? 0 : (log.received() + log.sightings()) / seconds;
    }

    private static <T> void list(StringBuilder text, List<T> all, int most, Function<T, String> words) {
        all.stream().limit(most).forEach(each -> text.append(words.apply(each)).append('\n'));
        if (all.size() > most) {
            text.append(String.format(Locale.ROOT, "… and %,d more: --all shows them\n", all.size() - most));
        }
    }

    private static String words(Difference difference) {
        StringBuilder text = new StringBuilder("DIFFERS ").append(difference.node()).append(' ')
                .append(difference.field()).append(": ");
        if (!difference.log().isEmpty() || difference.api().isEmpty()) {
            text.append("the log says ").append(shown(difference.log())).append(", ");
        }
        text.append("node-state says ").append(shown(difference.state()));
        difference.api().ifPresent(api -> text.append(", the API says ").append(shown(api)));
        return text.toString();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "nothing" : value;
    }

    private static String words(Gap gap) {
        return String.format(Locale.ROOT,
                "MISSING %s: %,d records of session %s, between seq %d and %d (partition %d, before offset %d)",
                gap.node(), gap.missing(), gap.session(), gap.after(), gap.next(), gap.partition(), gap.offset());
    }

    private static String outcome(Verdict verdict) {
        if (verdict.undrained().isPresent()) {
            return "Not compared: " + verdict.undrained().get();
        }
        if (verdict.agrees()) {
            return "All agree.";
        }
        return String.format(Locale.ROOT, "They do not agree: %,d nodes differ, %,d records are missing.",
                verdict.nodes().disagreeing(), verdict.log().missing());
    }

    /// For machines: one object, in the names of [Verdict].
    public static String json(Verdict verdict) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("agrees", verdict.agrees());
        verdict.undrained().ifPresent(why -> json.put("undrained", why));
        LogCounts log = verdict.log();
        json.putObject("log")
                .put("received", log.received())
                .put("folded", log.folded())
                .put("repeated", log.repeated())
                .put("undecodable", log.undecodable())
                .put("missing", log.missing())
                .put("sightings", log.sightings())
                .put("sessions", log.sessions())
                .put("cut", log.cut())
                .put("tookMs", log.took().toMillis());
        NodeCounts nodes = verdict.nodes();
        json.putObject("nodes")
                .put("agreeing", nodes.agreeing())
                .put("olderThanLog", nodes.olderThanLog())
                .put("forgotten", nodes.forgotten())
                .put("different", nodes.different())
                .put("onlyInLog", nodes.onlyInLog())
                .put("onlyInState", nodes.onlyInState())
                .put("wrongInApi", nodes.wrongInApi());
        var gaps = json.putArray("gaps");
        verdict.gaps()
                .forEach(gap -> gaps.addObject()
                        .put("session", gap.session())
                        .put("node", gap.node())
                        .put("after", gap.after())
                        .put("next", gap.next())
                        .put("partition", gap.partition())
                        .put("offset", gap.offset()));
        var differences = json.putArray("differences");
        verdict.differences().forEach(difference -> {
            ObjectNode each = differences.addObject()
                    .put("node", difference.node())
                    .put("field", difference.field())
                    .put("log", difference.log())
                    .put("state", difference.state());
            difference.api().ifPresent(api -> each.put("api", api));
        });
        return json.toPrettyString() + "\n";
    }
}
