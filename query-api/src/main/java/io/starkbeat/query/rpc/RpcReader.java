package io.starkbeat.query.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads messages, any bytes whatever: what is no JSON, no request, or beyond bounds becomes an error that says so. Takes time
/// and room in proportion to the bytes.
final class RpcReader {
    /// The most requests of a batch. A page needs a handful at a time.
    static final int LONGEST_BATCH = 100;
    /// A batch of requests whose parameters hold arrays is four deep.
    private static final int DEEPEST = 32;
    /// No number that means something has more digits than this.
    private static final int LONGEST_NUMBER = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private final JsonParser json;
    private final CharBuffer text;

    private RpcReader(JsonParser json, CharBuffer text) {
        this.json = json;
        this.text = text;
    }

    static RpcMessage read(byte[] message) {
        CharBuffer text;
        try {
            // A fresh decoder reports what is malformed. Decoded here, since a parser of bytes would guess at encodings.
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
        } catch (CharacterCodingException e) {
            return new RpcMessage.Unreadable(RpcError.parse("The message is not UTF-8."));
        }
        try (JsonParser json = JSON.createParser(text.array(), text.arrayOffset(), text.length())) {
            return new RpcReader(json, text).message();
        } catch (StreamConstraintsException e) {
            return new RpcMessage.Unreadable(
                    RpcError.invalidRequest("The message goes beyond bounds: at most " + DEEPEST
                            + " levels of nesting, " + LONGEST_NUMBER + " digits of a number."));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return new RpcMessage.Unreadable(RpcError.parse("The message is not JSON"
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")") + ": "
                    + e.getOriginalMessage() + "."));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be read", e);
        }
    }

    private RpcMessage message() throws IOException {
        JsonToken first = json.nextToken();
        RpcMessage message;
        if (first == null) {
            return new RpcMessage.Unreadable(RpcError.parse("The message is empty."));
        } else if (first == JsonToken.START_ARRAY) {
            message = batch();
        } else {
            message = new RpcMessage.Single(request(first));
        }
        if (json.nextToken() != null) {
            return new RpcMessage.Unreadable(
                    RpcError.parse("Behind the request there is more; several requests at once are an array."));
        }
        return message;
    }

    private RpcMessage batch() throws IOException {
        List<RpcRequest> requests = new ArrayList<>();
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            count++;
            if (count <= LONGEST_BATCH) {
                requests.add(request(token));
            } else {
                json.skipChildren();
            }
        }
        if (count == 0) {
            return new RpcMessage.Unreadable(RpcError.invalidRequest("The batch is empty."));
        }
        return count > LONGEST_BATCH
                ? new RpcMessage.Unreadable(RpcError.invalidRequest("The batch has " + count
                        + " requests; send at most " + LONGEST_BATCH + " at once."))
                : new RpcMessage.Batch(requests);
    }

    /// Reads the value that begins with a token.
    private RpcRequest request(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new RpcRequest.Invalid(RpcId.NULL, RpcError.invalidRequest(
                    "A request is an object with jsonrpc, method, and as a rule id and params."));
        }
        RpcRequestBuilder request = new RpcRequestBuilder();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "jsonrpc" -> request.version(textOrNone(value));
                case "method" -> request.method(textOrNone(value));
                case "id" -> id(value, request);
                case "params" -> params(value, request);
                // JSON-RPC forbids no other members, and clients send some.
                default -> json.skipChildren();
            }
        }
        return request.build();
    }

    /// Anything but a text is none.
    private String textOrNone(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }

    private void id(JsonToken value, RpcRequestBuilder request) throws IOException {
        switch (value) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_NULL -> {
                long begin = json.currentTokenLocation().getCharOffset();
                json.finishToken();
                request.id(new RpcId(
                        text.subSequence((int) begin, (int) json.currentLocation().getCharOffset()).toString()));
            }
            default -> {
                json.skipChildren();
                request.unfitId();
            }
        }
    }

    private void params(JsonToken value, RpcRequestBuilder request) throws IOException {
        switch (value) {
            case START_ARRAY -> request.parameters(new RpcParameters.Positional(values()));
            case START_OBJECT -> request.parameters(named());
            default -> request.unfitParameters();
        }
    }

    private List<RpcValue> values() throws IOException {
        List<RpcValue> values = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            values.add(value(token));
        }
        return values;
    }

    private RpcParameters named() throws IOException {
        Map<String, RpcValue> values = new LinkedHashMap<>();
        String twice = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (values.put(name, value(json.nextToken())) != null) {
                twice = name;
            }
        }
        return twice == null ? new RpcParameters.Named(values) : new RpcParameters.Ambiguous(twice);
    }

    private RpcValue value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new RpcValue.Text(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new RpcValue.Numeral(json.getText());
            case VALUE_NULL -> new RpcValue.Nothing();
            case VALUE_TRUE, VALUE_FALSE -> new RpcValue.Unfit(json.getText());
            // As deep as the parser lets it be.
            case START_ARRAY -> new RpcValue.Sequence(values());
            default -> {
                json.skipChildren();
                yield new RpcValue.Unfit("an object");
            }
        };
    }
}
