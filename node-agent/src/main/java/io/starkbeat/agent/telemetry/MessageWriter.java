package io.starkbeat.agent.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a message as it goes over the socket: the specification's envelope `{"payload": {…}, "ts": "RFC 3339"}`.
final class MessageWriter {
    private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private boolean warned;

    /// The text; empty when the message is nothing that JSON can say, of which the embedder is warned once.
    Optional<String> write(Map<String, ?> message, long at) {
        try {
            var envelope = new LinkedHashMap<String, Object>();
            envelope.put("payload", message);
            envelope.put("ts", Instant.ofEpochMilli(at).toString());
            return Optional.of(JSON.writeValueAsString(envelope));
        } catch (JsonProcessingException | RuntimeException | StackOverflowError unwritable) {
            if (!warned) {
                warned = true;
                log.warn("A telemetry message cannot be written as JSON and is dropped (said once): {}",
                        String.valueOf(unwritable.getMessage()).lines().findFirst().orElse(""));
            }
            return Optional.empty();
        }
    }
}
