package io.starkbeat.standalone.verify;

import java.util.function.Consumer;

/// The oracle: reads `node-telemetry` and `node-sightings` from their first retained records, folds them with the
/// aggregator's own pure functions, and holds every node of `node-state` and of the API against what comes out.
public final class StateVerifier {
    private StateVerifier() {}

    /// Verifies a system, which may be running. Blocks; may take as long as the log is, and
    /// [VerifierSettings#waitAtMost()].
    ///
    /// @param progress told now and then, for a person who waits
    /// @throws VerifierException    when it cannot be found out: Kafka, a topic or the API is not there
    /// @throws InterruptedException when the thread is told to stop
    public static Verdict verify(VerifierSettings settings, Consumer<String> progress) throws InterruptedException {
        return new Verification(settings, progress).run();
    }
}
