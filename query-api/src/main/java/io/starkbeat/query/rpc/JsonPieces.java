package io.starkbeat.query.rpc;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// JSON in UTF-8, in pieces that make the whole one behind the other: a list of nodes is made once for all who ask, and goes
/// into each answer as it is, not copied. Not thread-safe while it is put together.
public final class JsonPieces {
    private final List<Buffer> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long length;

    JsonPieces append(String json) {
        text.append(json);
        return this;
    }

    /// @param json shared: it is not changed
    JsonPieces append(Buffer json) {
        endText();
        pieces.add(json);
        length += json.length();
        return this;
    }

    JsonPieces append(JsonPieces others) {
        others.buffers().forEach(this::append);
        return this;
    }

    private void endText() {
        if (!text.isEmpty()) {
            Buffer encoded = Buffer.buffer(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
            append(encoded);
        }
    }

    /// The pieces, in order. They are shared: not to be changed.
    public List<Buffer> buffers() {
        endText();
        return List.copyOf(pieces);
    }

    /// In bytes.
    public long length() {
        endText();
        return length;
    }
}
