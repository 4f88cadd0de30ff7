package io.starkbeat.query.network;

import com.fasterxml.jackson.core.JsonGenerator;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeFacts;
import io.starkbeat.schemas.codec.FieldValueWriter;
import io.starkbeat.schemas.field.FieldValue;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/// The nodes of one network, counted. Filled by one thread, then only read.
///
/// Counts are of all its nodes, online or not; what a node does not tell is not counted. Heights are those of online nodes
/// alone, since an offline node's height is the past.
final class NetworkSummary {
    /// Shares are told to so many parts of the whole: finer ones would be digits without a meaning.
    private static final double SHARE_PARTS = 10_000;

    private final String network;
    private final OptionalLong bestBlock;
    private final Tally<NodeStatus> statuses = new Tally<>();
    private final Tally<String> clients = new Tally<>();
    private final Tally<Release> releases = new Tally<>();
    private final Tally<String> capabilities = new Tally<>();
    private final Tally<String> countries = new Tally<>();
    private final Lags lags = new Lags();
    private int nodes;

    /// Versions of two clients have nothing to do with each other, though they be the same text.
    ///
    /// @param client empty when not known
    private record Release(String client, String version) implements Comparable<Release> {
        @Override
        public int compareTo(Release other) {
            return Comparator.comparing(Release::client).thenComparing(Release::version).compare(this, other);
        }
    }

    /// @param bestBlock unsigned; empty when no online node tells a height
    NetworkSummary(String network, OptionalLong bestBlock) {
        this.network = network;
        this.bestBlock = bestBlock;
    }

    void add(NodeFacts node) {
        nodes++;
        statuses.add(node.status());
        clients.add(node.client());
        capabilities.add(node.capability());
        countries.add(node.country());
        String version = node.version();
        releases.add(version == null ? null : new Release(Objects.requireNonNullElse(node.client(), ""), version));
        if (node.status() == NodeStatus.ONLINE && node.lag().isPresent()) {
            lags.add(node.lag().getAsLong());
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("network", network);
        json.writeNumberField("nodes", nodes);
        json.writeObjectFieldStart("statuses");
        for (NodeStatus status : NodeStatus.values()) {
            json.writeNumberField(status.key(), statuses.of(status));
        }
        json.writeEndObject();
        write("clients", clients, json);
        writeReleases(json);
        write("capabilities", capabilities, json);
        write("countries", countries, json);
        writeWhole("bestBlock", bestBlock, json);
        if (lags.count() > 0) {
            writeWhole("medianLag", OptionalLong.of(lags.median()), json);
            json.writeNumberField("shareOnBestBlock",
                    Math.round(SHARE_PARTS * lags.zeros() / lags.count()) / SHARE_PARTS);
        }
        json.writeEndObject();
    }

    private static void write(String name, Tally<String> tally, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Integer> each : tally.ranked().entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private void writeReleases(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("versions");
        for (Map.Entry<Release, Integer> each : releases.ranked().entrySet()) {
            json.writeStartObject();
            if (!each.getKey().client().isEmpty()) {
                json.writeStringField("client", each.getKey().client());
            }
            json.writeStringField("version", each.getKey().version());
            json.writeNumberField("nodes", each.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeWhole(String name, OptionalLong whole, JsonGenerator json) throws IOException {
        if (whole.isPresent()) {
            json.writeFieldName(name);
            FieldValueWriter.write(new FieldValue.Whole(whole.getAsLong()), json);
        }
    }
}
