package io.starkbeat.agent.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an endpoint answers to a message that it did not take, `{"error": {"code", "message", "field"?}}`.
///
/// @param code for programs, for example `field_unfit`
/// @param message a sentence for a person
/// @param field which field is to blame, where one is
public record ErrorFrame(String code, String message, @Nullable String field) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ABOUT_IDENTITY = Set.of("peer_id_invalid", "peer_id_changed", "too_many_peer_ids");

    /// Whether the node is not, or no longer, taken for who it says it is.
    public boolean rejectsIdentity() {
        return ABOUT_IDENTITY.contains(code);
    }

    /// Reads a frame; empty when it is no error frame, whatever else it is.
    static Optional<ErrorFrame> read(String text) {
        try {
            var error = JSON.readTree(text).path("error");
            if (!error.isObject()) {
                return Optional.empty();
            }
            var field = error.path("field").isTextual() ? error.path("field").textValue() : null;
            return Optional.of(new ErrorFrame(error.path("code").asText("unknown"), error.path("message").asText(""),
                    field));
        } catch (JsonProcessingException | StackOverflowError notJson) {
            return Optional.empty();
        }
    }
}
