package io.starkbeat.standalone.verify;

import io.starkbeat.aggregator.AggregatorSettings;
import io.starkbeat.kit.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the oracle needs to know.
///
/// @param pipeline   the aggregator's own settings: where Kafka is, what the topics and the group are called, and the rules
///                   of the fold (`OFFLINE_AFTER`, `FORGET_AFTER`, `FORGET_UNNAMED_AFTER`), which have to be those of the
///                   running aggregator
/// @param api        the API's address without a path, for example `http://localhost:8081`; empty when it is not asked
/// @param waitAtMost how long the aggregator may take to fold the backlog, and the API to answer
public record VerifierSettings(AggregatorSettings pipeline, Optional<URI> api, Duration waitAtMost) {

    /// Reads the pipeline's settings from an environment.
    ///
    /// @throws io.starkbeat.kit.settings.SettingsException if a variable cannot be used
    public static VerifierSettings read(Map<String, String> environment, Optional<URI> api, Duration waitAtMost) {
        return new VerifierSettings(
                AggregatorSettings.from(SettingsReader.read(environment, AggregatorSettings.all())), api, waitAtMost);
    }
}
