package io.starkbeat.standalone.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.node.NodeState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A node's state as texts by their places in the record: `fields.name`, `session.vouched_at`,
/// `claims[<session>].ended`. Made from the record's JSON form, so that what is added to the record is compared too.
///
/// `revision` is left out. It counts the states of a node; how telemetry and sightings happened to interleave, and records
/// that were folded again after a crash, may change it without making the picture another.
record Flat(Map<String, String> values) {
    private static final String REVISION = "revision";

    static Flat of(NodeState state) {
        Map<String, String> values = new TreeMap<>();
        add("", tree(state), values);
        values.remove(REVISION);
        return new Flat(values);
    }

    /// By way of the text: a direct conversion would round integers of more than 63 bits.
    private static JsonNode tree(NodeState state) {
        try {
            return RecordMapper.mapper().readTree(RecordCodec.NODE_STATE.encode(state));
        } catch (IOException impossible) {
            throw new UncheckedIOException("what the codec wrote is no JSON", impossible);
        }
    }

    private static void add(String place, JsonNode value, Map<String, String> to) {
        if (value.isObject()) {
            value.forEachEntry((name, member) -> add(place.isEmpty() ? name : place + "." + name, member, to));
        } else if (value.isArray()) {
            for (JsonNode element : value) {
                // Elements have no order of their own that matters: claims are named by their session, others by
                // themselves.
                String name = element.isObject() ? element.path("session").asText() : element.asText();
                add(place + "[" + name + "]", element, to);
            }
        } else {
            to.put(place, value.asText());
        }
    }

    /// The value at a place; empty when there is none.
    String at(String place) {
        return values.getOrDefault(place, "");
    }

    boolean has(String place) {
        return values.containsKey(place);
    }

    /// The places at which two differ.
    Set<String> differences(Flat other) {
        Set<String> places = new LinkedHashSet<>();
        values.forEach((place, value) -> {
            if (!value.equals(other.values.get(place))) {
                places.add(place);
            }
        });
        other.values.keySet().stream().filter(place -> !values.containsKey(place)).forEach(places::add);
        return places;
    }
}
