package io.starkbeat.query.network;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.starkbeat.query.question.NodeFacts;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/// All networks that nodes name, each with its nodes counted, at one moment. Nodes that name none are in none. Immutable
/// once made.
public final class Networks {
    private final Map<String, NetworkSummary> byName = new TreeMap<>();

    /// @param nodes all of them
    /// @param best  each network's best height, unsigned; empty when no online node tells one
    public Networks(Iterable<? extends NodeFacts> nodes, Function<String, OptionalLong> best) {
        for (NodeFacts node : nodes) {
            String network = node.network();
            if (network != null) {
                byName.computeIfAbsent(network, name -> new NetworkSummary(name, best.apply(name))).add(node);
            }
        }
    }

    /// All, as a JSON array in UTF-8, in the order of their names.
    public byte[] json() {
        return write(json -> {
            json.writeStartArray();
            for (NetworkSummary summary : byName.values()) {
                summary.write(json);
            }
            json.writeEndArray();
        });
    }

    /// One of them, as a JSON object in UTF-8; empty when no node names it.
    public Optional<byte[]> json(String network) {
        return Optional.ofNullable(byName.get(network)).map(summary -> write(summary::write));
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Writing writing) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator json = RecordMapper.mapper().createGenerator(bytes)) {
                writing.to(json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the networks", e);
        }
    }
}
