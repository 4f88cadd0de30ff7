package io.starkbeat.agent;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the operator is told of things that go on for a while: a line when they begin or change, one when they are over,
/// and none in between. Not for use by several threads.
final class OperatorLine {
    private static final Logger log = LoggerFactory.getLogger("io.starkbeat.agent");

    private final Map<String, String> standing = new HashMap<>();

    /// Something is not as it should be.
    ///
    /// @param topic what it is about; each has one state at a time
    void trouble(String topic, String line) {
        if (!line.equals(standing.put(topic, line))) {
            log.warn("{}", line);
        }
    }

    /// It is as it should be, of which the operator is told when he knew otherwise.
    void well(String topic, String line) {
        if (standing.remove(topic) != null) {
            log.info("{}", line);
        }
    }

    /// Whether the operator knows of trouble.
    boolean isTrouble(String topic) {
        return standing.containsKey(topic);
    }
}
