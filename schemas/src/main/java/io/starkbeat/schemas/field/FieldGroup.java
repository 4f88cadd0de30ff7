package io.starkbeat.schemas.field;

import java.util.Locale;

/// The three groups of the specification's payload schema; a node's state keeps the time of the last report per group.
public enum FieldGroup {
    /// Who the node is: the specification's `Node`.
    IDENTITY("Node"),
    /// What the node sees of its network: the specification's `Network`.
    NETWORK("Network"),
    /// The machine it runs on: the specification's `System`.
    SYSTEM("System");

    private final String specName;

    FieldGroup(String specName) {
        this.specName = specName;
    }

    /// The key under which the specification's nested form carries the group; keys are compared without case.
    public String specName() {
        return specName;
    }

    /// The group's name in records: lower case.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
