package io.starkbeat.query.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The place where a page ended: the last node's value and id, in the order that it belongs to. The next page is what comes
/// behind that place, wherever its node is by then: while nodes come, go and change, nobody who stays where he is in the
/// order is skipped or seen twice, as he would be by counting.
///
/// @param value  of the property that the order is by; null where the node lacked it
/// @param nodeId of the last node, which may be gone meanwhile
public record PageCursor(NodeOrder order, @Nullable OrderValue value, String nodeId) {
    private static final int PARTS = 3;

    /// The cursor as it is handed out, made of the characters that a URL takes as they are. What is in it is nobody's
    /// business but ours, and may change.
    public String written() {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(RecordMapper.mapper().writeValueAsBytes(
                    Arrays.asList(order.written(), value == null ? null : value.written(), nodeId)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a cursor", e);
        }
    }

    /// Reads what [#written()] wrote.
    ///
    /// @param order the order that is asked for now
    /// @throws RefusedParameterException for anything else, and when it belongs to another order
    static PageCursor read(String parameter, String written, NodeOrder order) {
        try {
            JsonNode parts = RecordMapper.mapper().readTree(Base64.getUrlDecoder().decode(written));
            if (parts.isArray() && parts.size() == PARTS && parts.get(0).isTextual() && parts.get(2).isTextual()
                    && (parts.get(1).isTextual() || parts.get(1).isNull())) {
                if (!parts.get(0).asText().equals(order.written())) {
                    throw new RefusedParameterException(parameter, parameter + " belongs to another sort than "
                            + order.written() + "; begin again without it, or keep the sort of the pages before.");
                }
                OrderValue value = parts.get(1).isNull() ? null : order.by().kind().read(parts.get(1).asText());
                return new PageCursor(order, value, parts.get(2).asText());
            }
        } catch (RefusedParameterException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            // Told below: whatever is wrong with it, there is one thing to do.
        }
        throw new RefusedParameterException(parameter,
                parameter + " is none that was handed out; take it from the page before, as it is.");
    }
}
