package io.starkbeat.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starkbeat.agent.telemetry.TelemetryHandle;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where the agent's messages go.
interface Reporter {
    /// How chatty each message is: all are what every telemetry server wants.
    int VERBOSITY = 0;

    /// Tells something.
    ///
    /// @param msg the kind of message
    /// @param fields the specification's, flat
    void report(String msg, Map<String, Object> fields);

    /// What was said of this kind is true no longer, or nobody knows.
    void forget(String msg);

    /// To telemetry servers.
    static Reporter to(TelemetryHandle handle) {
        return new Reporter() {
            @Override
            public void report(String msg, Map<String, Object> fields) {
                handle.send(VERBOSITY, message(msg, fields));
            }

            @Override
            public void forget(String msg) {
                // A full channel leaves it for the next time: this is said as long as it holds.
                var _ = handle.forget(msg);
            }
        };
    }

    /// For the operator's eyes, a message a line.
    static Reporter printing(PrintStream out) {
        var json = new ObjectMapper();
        return new Reporter() {
            @Override
            public void report(String msg, Map<String, Object> fields) {
                try {
                    out.println(json.writeValueAsString(Map.of("payload", message(msg, fields))));
                } catch (JsonProcessingException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }

            @Override
            public void forget(String msg) {
                // Nothing is said again here.
            }
        };
    }

    private static Map<String, Object> message(String msg, Map<String, Object> fields) {
        var message = new LinkedHashMap<String, Object>();
        message.put("msg", msg);
        message.putAll(fields);
        return message;
    }
}
