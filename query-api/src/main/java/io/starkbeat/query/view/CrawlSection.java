package io.starkbeat.query.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starkbeat.query.picture.Contradiction;
import io.starkbeat.schemas.codec.FieldValueWriter;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.peer.PeerSighting;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node's detail says of the crawl: what crawlers found, and where that contradicts what the node reports.
final class CrawlSection {
    private CrawlSection() {}

    /// @param p2p null when no crawler has met the node: then there is nothing to say
    static void write(@Nullable PeerSighting p2p, List<Contradiction> contradictions, JsonGenerator json)
            throws IOException {
        if (p2p == null) {
            return;
        }
        writeContradictions(contradictions, json);
        json.writeObjectFieldStart("p2p");
        NodeDetail.writeTime("seenAt", p2p.seenAt(), json);
        json.writeBooleanField("reachable", p2p.reachable());
        NodeDetail.writeTime("firstSeen", p2p.firstSeen(), json);
        NodeDetail.writeTime("lastReached", p2p.lastReached(), json);
        NodeDetail.writeText("provenAddress", p2p.provenAddress(), json);
        writeTexts("addresses", p2p.addresses(), json);
        NodeDetail.writeText("network", p2p.network(), json);
        NodeDetail.writeText("agentVersion", p2p.agentVersion(), json);
        NodeDetail.writeText("protocolVersion", p2p.protocolVersion(), json);
        writeTexts("protocols", p2p.protocols(), json);
        NodeDetail.writeText("clientType", p2p.clientType(), json);
        NodeDetail.writeText("clientVersion", p2p.clientVersion(), json);
        if (p2p.blockHeight() != null) {
            json.writeNumberField("blockHeight", p2p.blockHeight());
        }
        if (p2p.roundTripMs() != null) {
            json.writeNumberField("roundTripMs", p2p.roundTripMs());
        }
        writeCount("neighbours", p2p.neighbours(), json);
        writeCount("roundsReached", p2p.roundsReached(), json);
        writeCount("roundsTried", p2p.roundsTried(), json);
        json.writeEndObject();
    }

    private static void writeContradictions(List<Contradiction> contradictions, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("contradictions");
        for (Contradiction each : contradictions) {
            json.writeStartObject();
            json.writeStringField("field", each.property());
            writeSide("telemetry", each.telemetry(), each.telemetryAt(), json);
            writeSide("crawler", each.crawler(), each.crawlerAt(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeSide(String name, FieldValue value, Instant at, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeFieldName("value");
        FieldValueWriter.write(value, json);
        NodeDetail.writeTime("at", at, json);
        json.writeEndObject();
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator json) throws IOException {
        if (!texts.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private static void writeCount(String name, @Nullable Integer count, JsonGenerator json) throws IOException {
        if (count != null) {
            json.writeNumberField(name, count);
        }
    }
}
