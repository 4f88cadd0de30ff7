package io.starkbeat.agent.node;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A block as a node tells it, of `starknet_getBlockWithTxHashes` or `starknet_getBlockWithReceipts`.
///
/// @param timestamp seconds since 1970
/// @param transactions how many it has
/// @param counts of its receipts, where they were asked for
public record Block(long number, String hash, OptionalLong timestamp, Optional<String> starknetVersion,
        long transactions, Optional<Counts> counts) {

    /// What a block's receipts add up to.
    ///
    /// @param messages from L2 to L1
    public record Counts(long events, long messages) {}

    /// A field element (Starknet JSON-RPC's `FELT`), whose leading zeros some clients write.
    private static final Pattern HASH = Pattern.compile("0x[0-9a-fA-F]{1,64}");

    /// Reads a block as it comes, and keeps none of its transactions.
    ///
    /// @param asked the number of the block that was asked for; another one is no answer
    static Block read(String method, long asked, JsonParser parser) throws IOException, NodeException {
        return new Scan(method).read(asked, parser);
    }

    private static final class Scan {
        private final String method;
        private long number = -1;
        private String hash = "";
        private OptionalLong timestamp = OptionalLong.empty();
        private Optional<String> starknetVersion = Optional.empty();
        private long transactions = -1;
        private boolean hasReceipts;
        private long events;
        private long messages;

        Scan(String method) {
            this.method = method;
        }

        Block read(long asked, JsonParser parser) throws IOException, NodeException {
            require(parser.currentToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                switch (name) {
                    case "block_number" -> number = Quantity.of(method, parser);
                    case "block_hash" -> {
                        require(value == JsonToken.VALUE_STRING);
                        hash = parser.getText();
                    }
                    case "timestamp" -> timestamp = OptionalLong.of(Quantity.of(method, parser));
                    case "starknet_version" -> {
                        if (value == JsonToken.VALUE_STRING) {
                            var version = parser.getText();
                            starknetVersion = Optional.of(
                                    version.substring(0, Math.min(StarknetNode.MAX_TEXT, version.length())));
                        }
                    }
                    case "transactions" -> readTransactions(parser);
                    default -> parser.skipChildren();
                }
            }
            // A pending or pre-confirmed block has no hash; it was not asked for.
            require(number == asked && transactions >= 0 && HASH.matcher(hash).matches());
            var counts = hasReceipts || transactions == 0
                    ? Optional.of(new Counts(events, messages))
                    : Optional.<Counts>empty();
            return new Block(number, hash, timestamp, starknetVersion, transactions, counts);
        }

        private void readTransactions(JsonParser parser) throws IOException, NodeException {
            require(parser.currentToken() == JsonToken.START_ARRAY);
            transactions = 0;
            for (var each = parser.nextToken(); each != JsonToken.END_ARRAY; each = parser.nextToken()) {
                transactions++;
                if (each == JsonToken.START_OBJECT) {
                    readTransaction(parser);
                } else {
                    require(each == JsonToken.VALUE_STRING);
                }
            }
        }

        private void readTransaction(JsonParser parser) throws IOException, NodeException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("receipt") && parser.nextToken() == JsonToken.START_OBJECT) {
                    hasReceipts = true;
                    readReceipt(parser);
                } else {
                    skipValue(parser);
                }
            }
        }

        private void readReceipt(JsonParser parser) throws IOException, NodeException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                switch (parser.currentName()) {
                    case "events" -> events += length(parser);
                    case "messages_sent" -> messages += length(parser);
                    default -> skipValue(parser);
                }
            }
        }

        private long length(JsonParser parser) throws IOException, NodeException {
            require(parser.nextToken() == JsonToken.START_ARRAY);
            var length = 0L;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                length++;
                parser.skipChildren();
            }
            return length;
        }

        private static void skipValue(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
            }
            parser.skipChildren();
        }

        private void require(boolean shape) throws NodeException {
            if (!shape) {
                throw NodeRpc.unfit(method);
            }
        }
    }
}
