package io.starkbeat.query.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.picture.Contradiction;
import io.starkbeat.query.picture.NodeAddress;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.query.question.NodeProperty;
import io.starkbeat.schemas.codec.FieldValueWriter;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An item of `GET /api/nodes`: the nine properties of the specification's response schema, then ours.
///
/// It comes in two parts. The *prepared* part depends on the node alone and is made when the node changes; the *present*
/// part (status and lag) depends on the time and on the other nodes and is put behind it when a list is made. What is not
/// known is left out, never null, and so is a percentage outside 0 to 100.
public final class NodeItem {
    /// The specification's, in its order, behind `nodeId` and `nodeIp`.
    private static final List<Field> SPECIFIED = List.of(Field.NAME, Field.VERSION, Field.CLIENT, Field.CPU_USAGE,
            Field.MEMORY_USAGE, Field.NETWORK_TRAFFIC, Field.CURRENT_BLOCK_NUMBER_L2);
    private static final List<Field> ADDED = List.of(Field.NETWORK_NAME, Field.CAPABILITY, Field.CURRENT_BLOCK_HASH_L2,
            Field.PEER_COUNT, Field.NODE_UPTIME, Field.STORAGE_USAGE);
    private static final Set<Field> ALL = EnumSet
            .copyOf(Stream.concat(SPECIFIED.stream(), ADDED.stream()).toList());

    private static final Map<NodeStatus, byte[]> STATUSES = new EnumMap<>(NodeStatus.class);
    private static final byte[] LAG = ascii(",\"lag\":");
    static final byte[] END = ascii("}");
    private static final byte[] NOTHING = {};
    private static final byte[] LAST_SEEN = ascii("\"lastSeen\":\"");
    /// Times of years with more than four digits are longer than others.
    private static final int LONGEST_TIME = 40;

    static {
        for (NodeStatus status : NodeStatus.values()) {
            STATUSES.put(status, ascii(",\"status\":\"" + status.key() + "\""));
        }
    }

    /// The most bytes that the present part takes: a status of 7 letters and a lag of 20 digits.
    public static final int MAX_PRESENT_BYTES = 48;

    private NodeItem() {}

    /// The prepared part: an object in UTF-8 that lacks its closing brace.
    public static byte[] prepare(NodePicture node) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = RecordMapper.mapper().createGenerator(bytes)) {
                json.writeStartObject();
                writeKnown(node, json);
                writeSources(node.state(), json);
                json.writeEndObject();
            }
            byte[] whole = bytes.toByteArray();
            return Arrays.copyOf(whole, whole.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the node " + node.state().nodeId(), e);
        }
    }

    /// A text or number of a prepared part, as it is written there; null when it tells none. For what next to nobody asks
    /// for: to read it there takes time, to keep it beside takes memory.
    public static @Nullable String told(byte[] prepared, NodeProperty property) {
        return PreparedItem.text(prepared, property);
    }

    /// A whole item, made anew: a JSON object in UTF-8.
    public static byte[] whole(byte[] prepared, NodeStatus status, OptionalLong lag) {
        byte[] present = Objects.requireNonNull(STATUSES.get(status));
        byte[] blocks = lag.isPresent() ? ascii(Long.toUnsignedString(lag.getAsLong())) : NOTHING;
        byte[] lagName = lag.isPresent() ? LAG : NOTHING;
        return ByteBuffer.allocate(prepared.length + present.length + lagName.length + blocks.length + END.length)
                .put(prepared)
                .put(present)
                .put(lagName)
                .put(blocks)
                .put(END)
                .array();
    }

    /// Whether two prepared parts of a node show the same, but for when it was last seen.
    public static boolean differOnlyInLastSeen(byte[] one, byte[] other) {
        int difference = Arrays.mismatch(one, other);
        if (difference < 0) {
            return true;
        }
        // The name with its quotes stands nowhere else: in a text quotes are escaped.
        int value = Math.min(difference, other.length - 1);
        while (value > 0 && difference - value < LONGEST_TIME && !stands(LAST_SEEN, other, value)) {
            value--;
        }
        if (!stands(LAST_SEEN, one, value) || !stands(LAST_SEEN, other, value)) {
            return false;
        }
        int end = endOfText(one, value);
        int otherEnd = endOfText(other, value);
        return Arrays.equals(one, end, one.length, other, otherEnd, other.length);
    }

    /// Whether something ends before a place.
    private static boolean stands(byte[] text, byte[] in, int before) {
        return before >= text.length && before <= in.length
                && Arrays.equals(in, before - text.length, before, text, 0, text.length);
    }

    /// A time has no quotes in it.
    private static int endOfText(byte[] in, int from) {
        int end = from;
        while (end < in.length && in[end] != '"') {
            end++;
        }
        return end;
    }

    /// Appends a whole item.
    static void append(byte[] prepared, NodeStatus status, OptionalLong lag, TaggedBody to) {
        to.append(prepared);
        appendPresent(status, lag, to);
        to.append(END);
    }

    /// Appends the present part behind other properties.
    ///
    /// @param status null to leave it out
    static void appendPresent(@Nullable NodeStatus status, OptionalLong lag, TaggedBody to) {
        if (status != null) {
            to.append(Objects.requireNonNull(STATUSES.get(status)));
        }
        if (lag.isPresent()) {
            to.append(LAG).append(Long.toUnsignedString(lag.getAsLong()));
        }
    }

    /// Whether the item shows the field.
    static boolean shows(Field field) {
        return ALL.contains(field);
    }

    /// All of the prepared part but `sources`, into an object that is open.
    static void writeKnown(NodePicture node, JsonGenerator json) throws IOException {
        NodeState state = node.state();
        json.writeStringField("nodeId", state.nodeId());
        NodeAddress address = node.address();
        if (address != null) {
            json.writeStringField(address.name(), address.address());
        }
        writeFields(SPECIFIED, node.fields(), json);
        json.writeStringField("lastSeen", RecordMapper.format(state.lastWord()));
        writeFields(ADDED, node.fields(), json);
        String country = node.country();
        if (country != null) {
            json.writeStringField("country", country);
        }
        json.writeBooleanField("verified", node.verified());
        json.writeBooleanField("contested", state.contested());
        writeTexts(NodeProperty.CONTRADICTED, node.contradictions().stream().map(Contradiction::property), json);
        writeTexts(NodeProperty.FROM_CRAWLER, node.crawledProperties(), json);
    }

    private static void writeSources(NodeState state, JsonGenerator json) throws IOException {
        writeTexts(NodeProperty.SOURCES, state.sources().stream().map(NodeSource::key), json);
    }

    /// As a list; left out when there are none.
    private static void writeTexts(NodeProperty property, Stream<String> texts, JsonGenerator json)
            throws IOException {
        List<String> all = texts.toList();
        if (!all.isEmpty()) {
            json.writeArrayFieldStart(property.apiName());
            for (String text : all) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private static void writeFields(List<Field> shown, Fields known, JsonGenerator json) throws IOException {
        for (Field field : shown) {
            FieldValue value = known.get(field);
            if (value != null && field.inRange(value)) {
                json.writeFieldName(field.apiName());
                FieldValueWriter.write(value, json);
            }
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
