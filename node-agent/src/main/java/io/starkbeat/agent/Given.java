package io.starkbeat.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// What the operator gave: each option on the command line, else as an environment variable (`STARKBEAT_AGENT_` and the
/// option's name), else in a properties file (by the option's name).
///
/// @param commandLine texts by option, without dashes
/// @param environment the process's variables
/// @param file the properties file's entries
record Given(Map<String, String> commandLine, Map<String, String> environment, Map<String, String> file) {
    static final String PREFIX = "STARKBEAT_AGENT_";
    static final String CONFIG = "config";

    /// A text and where it came from, for complaints.
    record Text(String text, String source) {}

    /// Reads the properties file too, where one is named.
    ///
    /// @param known all options
    /// @throws AgentException when the file cannot be read or names an option that there is not
    static Given of(Map<String, String> commandLine, Map<String, String> environment, Set<String> known) {
        var plain = new Given(commandLine, environment, Map.of());
        return plain.text(CONFIG)
                .map(config -> new Given(commandLine, environment, entries(Path.of(config.text()), known)))
                .orElse(plain);
    }

    /// The variable of an option: `node-token` is `STARKBEAT_AGENT_NODE_TOKEN`.
    static String variable(String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    Optional<Text> text(String option) {
        var typed = commandLine.get(option);
        if (typed != null) {
            return Optional.of(new Text(typed, "--" + option));
        }
        var set = environment.get(variable(option));
        if (set != null && !set.isBlank()) {
            return Optional.of(new Text(set, variable(option)));
        }
        var written = file.get(option);
        return written == null || written.isBlank()
                ? Optional.empty()
                : Optional.of(new Text(written, option + " in the properties file"));
    }

    private static Map<String, String> entries(Path file, Set<String> known) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException failed) {
            throw new AgentException("the properties file " + file + " cannot be read: " + failed);
        }
        for (var name : properties.stringPropertyNames()) {
            if (!known.contains(name)) {
                throw new AgentException("the properties file " + file + " has " + name + ", which is no option");
            }
        }
        return Map.copyOf(properties.stringPropertyNames()
                .stream()
                .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name).strip())));
    }
}
