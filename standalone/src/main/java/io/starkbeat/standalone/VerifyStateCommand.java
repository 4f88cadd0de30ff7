package io.starkbeat.standalone;

import io.starkbeat.kit.settings.DurationText;
import io.starkbeat.standalone.verify.StateVerifier;
import io.starkbeat.standalone.verify.Verdict;
import io.starkbeat.standalone.verify.VerdictText;
import io.starkbeat.standalone.verify.VerifierSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// The oracle on the command line. Exit codes: 0 all agree, 1 not, 2 bad usage or something to ask is not there.
@Command(name = "verify-state", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, sortOptions = false, description = {
        "Proves the picture: reads the log of what nodes reported from its beginning, folds it anew, and compares every "
                + "node with the topic node-state and with GET /api/nodes. It only reads, and the system may go on running.",
        "Exit code 0 when all agree and nothing is missing, 1 when not, 2 when it could not be found out."}, footer = {
                "",
                "Kafka, the topics' names and the rules of the fold are taken from the environment variables of the services:",
                "KAFKA_BOOTSTRAP_SERVERS and other KAFKA_*, TOPIC_PREFIX, OFFLINE_AFTER, FORGET_AFTER,",
                "FORGET_UNNAMED_AFTER. They have to be those of the running aggregator."})
final class VerifyStateCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int USUALLY_SHOWN = 20;

    private final Map<String, String> environment;

    @Option(names = "--api", paramLabel = "URL", defaultValue = "http://localhost:8081", description = "Where the API is (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI api;

    @Option(names = "--no-api", description = "Compares with node-state only.")
    private boolean noApi;

    @Option(names = "--wait", paramLabel = "TIME", defaultValue = "60s", converter = WaitTime.class, description = "How long the aggregator may take to fold what is in the log, and the API to answer (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Duration waitAtMost;

    @Option(names = "--all", description = "Shows all differences and gaps (up to " + Verdict.MAX_LISTED
            + " each) instead of " + USUALLY_SHOWN + ".")
    private boolean all;

    @Option(names = "--json", description = "Prints JSON, with all differences and gaps.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    VerifyStateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Durations as the settings have them.
    static final class WaitTime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationText.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        // Before the first logger is made: what is printed is for people, or for a program that reads JSON.
        System.setProperty("logback.configurationFile", "logback-verify.xml");
        var err = spec.commandLine().getErr();
        var settings = VerifierSettings.read(environment, noApi ? Optional.empty() : Optional.of(api), waitAtMost);
        var verdict = StateVerifier.verify(settings, word -> {
            err.println(word);
            err.flush();
        });
        var out = spec.commandLine().getOut();
        out.print(
                json ? VerdictText.json(verdict) : VerdictText.words(verdict, all ? Integer.MAX_VALUE : USUALLY_SHOWN));
        out.flush();
        return verdict.agrees() ? 0 : DIFFERENT;
    }
}
