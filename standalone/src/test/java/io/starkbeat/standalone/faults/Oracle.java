package io.starkbeat.standalone.faults;

import io.starkbeat.standalone.verify.StateVerifier;
import io.starkbeat.standalone.verify.Verdict;
import io.starkbeat.standalone.verify.VerdictText;
import io.starkbeat.standalone.verify.VerifierSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks `verify-state` about a site, in this process.
final class Oracle {
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(90);
    private static final int MOST_DIFFERENCES = 6;

    private Oracle() {}

    /// @param complaints what it says when it does not agree
    record Answer(long received, long missing, long different, List<String> complaints) {}

    static Answer ask(Site site) {
        var api = URI.create("http://127.0.0.1:" + site.queryPort());
        try {
            var verdict = StateVerifier.verify(
                    VerifierSettings.read(site.settings(), Optional.of(api), DRAINED_WITHIN), _ -> {});
            return new Answer(verdict.log().received(), verdict.log().missing(), verdict.nodes().disagreeing(),
                    complaints(verdict));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }

    private static List<String> complaints(Verdict verdict) {
        return verdict.agrees() ? List.of() : VerdictText.words(verdict, MOST_DIFFERENCES).lines().toList();
    }
}
