package io.starkbeat.query.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.picture.NodeAddress;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.schemas.codec.FieldValueWriter;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.field.Unit;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The body of `GET /api/nodes/{nodeId}`: everything known about one node.
///
/// It has all of the list's item and every other known field under its API name; by field the `units` and the `sources`
/// (where the item names the node's sources in all, here each field has its own); when each group of fields was last
/// reported; the session that makes the state, and all that claim to be the node; of a node that a crawler met, what it found
/// and where that contradicts what the node reports. What lies out of range is not among
/// the fields but in `outOfRange`, as it was sent. `clockSkew` is by how many milliseconds the node's clock is ahead (below
/// zero: behind), as its newest report told; left out when that had no `ts`.
public final class NodeDetail {
    private static final String CLOCK_SKEW = "clockSkew";

    private NodeDetail() {}

    /// The whole object in UTF-8.
    ///
    /// @param isLive which of its claims are live at present
    public static byte[] write(NodePicture node, NodeStatus status, OptionalLong lag, Predicate<Claim> isLive) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(2048)) {
            try (JsonGenerator json = RecordMapper.mapper().createGenerator(bytes)) {
                write(node, status, lag, isLive, json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the node " + node.state().nodeId(), e);
        }
    }

    private static void write(NodePicture node, NodeStatus status, OptionalLong lag, Predicate<Claim> isLive,
            JsonGenerator json) throws IOException {
        NodeState state = node.state();
        Fields fields = node.fields();
        List<Field> shown = new ArrayList<>();
        List<Field> outOfRange = new ArrayList<>();
        fields.forEach((field, value) -> (field.inRange(value) ? shown : outOfRange).add(field));

        json.writeStartObject();
        NodeItem.writeKnown(node, json);
        json.writeStringField("status", status.key());
        if (lag.isPresent()) {
            json.writeFieldName("lag");
            FieldValueWriter.write(new FieldValue.Whole(lag.getAsLong()), json);
        }
        for (Field field : shown) {
            if (!NodeItem.shows(field)) {
                writeField(fields, field, json);
            }
        }
        Optional<Duration> skew = clockSkew(node);
        if (skew.isPresent()) {
            json.writeNumberField(CLOCK_SKEW, skew.get().toMillis());
        }
        json.writeObjectFieldStart("outOfRange");
        for (Field field : outOfRange) {
            writeField(fields, field, json);
        }
        json.writeEndObject();
        writeUnits(node, json);
        writeSources(node, shown, json);
        writeHistory(state, isLive, json);
        CrawlSection.write(state.p2p(), node.contradictions(), json);
        json.writeEndObject();
    }

    /// Of what gateways observe there is no source to name: nobody tells it.
    private static void writeSources(NodePicture node, List<Field> shown, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("sources");
        NodeAddress address = node.address();
        if (address != null && node.addressSource() == NodeSource.CRAWLER) {
            json.writeStringField(address.name(), NodeSource.CRAWLER.key());
        }
        for (Field field : shown) {
            json.writeStringField(field.apiName(), node.source(field).key());
        }
        json.writeEndObject();
    }

    /// Of a session that is over it is the past.
    private static Optional<Duration> clockSkew(NodePicture node) {
        return node.crawlerSpeaks()
                ? Optional.empty()
                : Optional.ofNullable(node.state().session()).flatMap(CurrentSession::clockSkew);
    }

    private static void writeField(Fields fields, Field field, JsonGenerator json) throws IOException {
        FieldValue value = fields.get(field);
        if (value != null) {
            json.writeFieldName(field.apiName());
            FieldValueWriter.write(value, json);
        }
    }

    private static void writeUnits(NodePicture node, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("units");
        for (Field field : node.fields().known()) {
            if (field.unit() != Unit.NONE) {
                json.writeStringField(field.apiName(), field.unit().symbol());
            }
        }
        if (clockSkew(node).isPresent()) {
            json.writeStringField(CLOCK_SKEW, Unit.MILLISECONDS.symbol());
        }
        json.writeEndObject();
    }

    private static void writeHistory(NodeState state, Predicate<Claim> isLive, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("fieldTimes");
        for (FieldGroup group : FieldGroup.values()) {
            writeTime(group.key(), state.fieldTimes().of(group), json);
        }
        json.writeEndObject();
        writeSession(state.session(), json);
        json.writeArrayFieldStart("claims");
        for (Claim claim : state.claims()) {
            json.writeStartObject();
            json.writeStringField("session", claim.session());
            writeText("addressKey", claim.addressKey(), json);
            writeTime("connectedAt", claim.connectedAt(), json);
            writeTime("vouchedAt", claim.vouchedAt(), json);
            json.writeBooleanField("ended", claim.ended());
            json.writeBooleanField("live", isLive.test(claim));
            json.writeEndObject();
        }
        json.writeEndArray();
        writeTime("firstSeen", state.firstSeen(), json);
        writeTime("lastReport", state.lastReport(), json);
        json.writeNumberField("revision", state.revision());
    }

    private static void writeSession(@Nullable CurrentSession session, JsonGenerator json) throws IOException {
        if (session == null) {
            return;
        }
        json.writeObjectFieldStart("session");
        json.writeStringField("id", session.id());
        json.writeStringField("gateway", session.gateway());
        writeText("addressKey", session.addressKey(), json);
        writeTime("connectedAt", session.connectedAt(), json);
        writeTime("lastReport", session.lastReport(), json);
        writeTime("lastReportedAt", session.lastReportedAt(), json);
        writeTime("vouchedAt", session.vouchedAt(), json);
        json.writeBooleanField("ended", session.ended());
        json.writeEndObject();
    }

    static void writeText(String name, @Nullable String text, JsonGenerator json) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    static void writeTime(String name, @Nullable Instant time, JsonGenerator json) throws IOException {
        if (time != null) {
            json.writeStringField(name, RecordMapper.format(time));
        }
    }
}
