package io.starkbeat.agent.node;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Whole numbers as nodes write them: integers as the specification has it, or texts in hex or decimal digits as some
/// versions of some clients do.
final class Quantity {
    private Quantity() {}

    static long of(String method, JsonParser parser) throws IOException, NodeException {
        try {
            return switch (parser.currentToken()) {
                case JsonToken.VALUE_NUMBER_INT -> positive(method, parser.getLongValue());
                case JsonToken.VALUE_STRING -> positive(method, Long.decode(parser.getText()));
                case null, default -> throw NodeRpc.unfit(method);
            };
        } catch (NumberFormatException | InputCoercionException wrong) {
            throw NodeRpc.unfit(method);
        }
    }

    static long of(String method, JsonNode node) throws NodeException {
        try {
            if (node.isTextual()) {
                return positive(method, Long.decode(node.textValue()));
            }
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                return positive(method, node.longValue());
            }
        } catch (NumberFormatException wrong) {
            throw NodeRpc.unfit(method);
        }
        throw NodeRpc.unfit(method);
    }

    private static long positive(String method, long value) throws NodeException {
        if (value < 0) {
            throw NodeRpc.unfit(method);
        }
        return value;
    }
}
