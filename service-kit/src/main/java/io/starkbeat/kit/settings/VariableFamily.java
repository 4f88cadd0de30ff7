package io.starkbeat.kit.settings;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// All variables with a prefix, except those that are settings of their own.
final class VariableFamily extends Setting<Map<String, String>> {
    private final String prefix;
    private final String expected;
    private final Predicate<String> shownAsItStands;

    VariableFamily(String prefix, String expected, Predicate<String> shownAsItStands, String meaning) {
        super(prefix + "*", meaning);
        this.prefix = prefix;
        this.expected = expected;
        this.shownAsItStands = shownAsItStands;
    }

    @Override
    public String expected() {
        return expected;
    }

    @Override
    public String shownDefault() {
        return "none";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public boolean secret() {
        return false;
    }

    @Override
    Map<String, String> read(Map<String, String> environment, Set<String> declared) {
        SortedMap<String, String> members = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix) && !declared.contains(name) && !value.isBlank()) {
                members.put(name, value.strip());
            }
        });
        return Map.copyOf(members);
    }

    /// The members in force by name, each fit to be shown.
    SortedMap<String, String> shownMembers(Map<String, String> environment, Set<String> declared) {
        SortedMap<String, String> shown = new TreeMap<>();
        read(environment, declared).forEach(
                (name, value) -> shown.put(name, shownAsItStands.test(name) ? value : Secret.HIDDEN));
        return shown;
    }
}
