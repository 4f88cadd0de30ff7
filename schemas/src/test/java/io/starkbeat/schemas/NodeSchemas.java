package io.starkbeat.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.ValueRange;
import io.starkbeat.schemas.node.NodeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The schemas of a node as the API shows it, made from the field table and from what is said here of the rest.
final class NodeSchemas {
    /// The specification's, in its order, behind `nodeId` and `nodeIp`; then ours.
    private static final List<Field> SPECIFIED = List.of(Field.NAME, Field.VERSION, Field.CLIENT, Field.CPU_USAGE,
            Field.MEMORY_USAGE, Field.NETWORK_TRAFFIC, Field.CURRENT_BLOCK_NUMBER_L2);
    private static final List<Field> ADDED = List.of(Field.NETWORK_NAME, Field.CAPABILITY, Field.CURRENT_BLOCK_HASH_L2,
            Field.PEER_COUNT, Field.NODE_UPTIME, Field.STORAGE_USAGE);
    private static final Set<Field> OF_ITEM = Stream.concat(SPECIFIED.stream(), ADDED.stream())
            .collect(Collectors.toSet());
    private static final Predicate<Field> MAY_BE_OUT_OF_RANGE = field -> field
            .range() instanceof ValueRange.ShownWithin;

    private static final String TIME = "#/$defs/time";
    private static final String NEWER = " A newer version may add properties and never changes the meaning of one: pass "
            + "over what you do not know.";

    private NodeSchemas() {}

    /// An item of `GET /api/nodes`.
    static ObjectNode item() {
        ObjectNode schema = frame("node-item", "A node in the list",
                "What the list tells of a node: the nine properties of the specification's response schema, and more. What "
                        + "is not known is left out, never null. status, lastSeen, verified and contested are always "
                        + "there, unless fields asks for others.");
        schema.putArray("required").add("nodeId");
        ObjectNode properties = schema.putObject("properties");
        known(properties);
        ObjectNode sources = put(properties, "sources", "array", "Who tells of the node.").put("uniqueItems", true);
        sourceNames(sources.putObject("items"));
        judged(properties);
        return end(schema, "node-item");
    }

    /// What `GET /api/nodes/{nodeId}` answers.
    static ObjectNode detail() {
        ObjectNode schema = frame("node-detail", "A node in full",
                "Everything known about one node: what the list tells of it, and every other field. What is not known is "
                        + "left out, never null.");
        Stream.of("nodeId", "lastSeen", "verified", "contested", "status", "outOfRange", "units", "sources",
                "fieldTimes", "claims", "firstSeen", "revision").forEach(schema.putArray("required")::add);
        ObjectNode properties = schema.putObject("properties");
        known(properties);
        judged(properties);
        Stream.of(Field.values()).filter(field -> !OF_ITEM.contains(field)).forEach(field -> put(properties, field));
        put(properties, "clockSkew", "integer",
                "By how much the node's clock is ahead of the gateway's, below zero when it is behind: "
                        + "session.lastReportedAt less session.lastReport. Left out when the newest report had no ts.")
                .put("x-unit", "ms");
        ObjectNode outOfRange = put(properties, "outOfRange", "object",
                "Fields whose value lies outside of what makes sense, as they were sent.").putObject("properties");
        Stream.of(Field.values()).filter(MAY_BE_OUT_OF_RANGE).forEach(field -> put(outOfRange, field.apiName(),
                field.kind().jsonType(), field.meaning()).put("x-unit", field.unit().symbol()));
        put(properties, "units", "object", "The unit of each number, by its name.").putObject("additionalProperties")
                .put("type", "string");
        sourceNames(put(properties, "sources", "object",
                "Who told each of the fields, by its name. An address that no crawler told is one that a gateway observed, "
                        + "and not named here.")
                .putObject("additionalProperties"));
        ObjectNode times = put(properties, "fieldTimes", "object",
                "When a report with fields of each group was last received.").putObject("properties");
        for (FieldGroup group : FieldGroup.values()) {
            time(times, group.key(), "The last one with fields of the specification's " + group.specName() + ".");
        }
        session(properties);
        claims(properties);
        time(properties, "firstSeen",
                "When the node was first heard of: by a gateway, or by a crawler that has met it.");
        time(properties, "lastReport",
                "When the newest report was received of the sessions that are, or were, the node.");
        put(properties, "revision", "integer",
                "1, 2, 3, … with each state of the node; always 1 where the API tells of the crawl alone.")
                .put("minimum", 1);
        contradictions(properties);
        p2p(properties);
        return end(schema, "node-detail");
    }

    private static void known(ObjectNode properties) {
        put(properties, "nodeId", "string",
                "The node's peer id in base58; of a node that names none session: and its session's id. It names the node "
                        + "in this API.")
                .put("minLength", 1);
        put(properties, "nodeIp", "string",
                "The IPv4 address at which a crawler's handshake proved the peer id, else the one that the node reports "
                        + "from, as much of it as the installation records.")
                .put("format", "ipv4");
        put(properties, "nodeIpv6", "string", "The same where that is an IPv6 address.").put("format", "ipv6");
        SPECIFIED.forEach(field -> put(properties, field));
        time(properties, "lastSeen",
                "When anything was last heard of the node: from itself, from its gateway, or when a crawler met it.");
        ADDED.forEach(field -> put(properties, field));
        put(properties, "country", "string", "The country of the node's address, ISO 3166-1 alpha-2.").put("pattern",
                "^[A-Z]{2}$");
        put(properties, "verified", "boolean",
                "Whether a crawler's handshake proved the peer id, and the node is not known to report from another address "
                        + "than that at which it did, in a session that is not over.");
        put(properties, "contested", "boolean",
                "Whether a live session from another address claims to be this node.");
        list(properties, "contradicted",
                "The properties on which what the node reports and what a crawler found contradict each other; the "
                        + "detail's contradictions tell how. Left out when there are none.");
        list(properties, "fromCrawler",
                "The properties whose value a crawler told, as of when it last met the node. Left out when there are "
                        + "none.");
    }

    private static void judged(ObjectNode properties) {
        words(put(properties, "status", "string",
                "online: connected and reporting. stale: connected and silent for a while. offline: neither. Where "
                        + "fromCrawler has status, a crawler tells it: online: met in the last two rounds. stale: not "
                        + "met when last looked for, or not in two rounds. offline: not in four."),
                "online", "stale", "offline");
        put(properties, "lag", "integer",
                "By how many blocks blockHeight is behind the best height of the network; 0 for the best. Where a "
                        + "crawler told blockHeight, the node has moved on since; then it is left out where nodes at two "
                        + "addresses report theirs.")
                .put("minimum", 0)
                .put("maximum", BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    }

    private static void session(ObjectNode to) {
        ObjectNode session = put(to, "session", "object",
                "The session whose reports make the state. Absent when only a crawler knows the node.");
        Stream.of("id", "gateway", "connectedAt", "vouchedAt", "ended").forEach(session.putArray("required")::add);
        ObjectNode properties = session.putObject("properties");
        put(properties, "id", "string", "The session's id.").put("minLength", 1);
        put(properties, "gateway", "string", "The id of the gateway instance that holds it.");
        addressKey(properties);
        time(properties, "connectedAt", "When it was opened.");
        time(properties, "lastReport", "When its newest report was received.");
        time(properties, "lastReportedAt", "When that report was made by the node's own clock, its ts.");
        time(properties, "vouchedAt", "When a gateway last vouched for it.");
        put(properties, "ended", "boolean", "Whether it was closed.");
    }

    private static void claims(ObjectNode to) {
        ObjectNode claim = put(to, "claims", "array", "The sessions that name this node, by when they were opened.")
                .putObject("items")
                .put("description", "One session's claim to be this node.")
                .put("type", "object");
        Stream.of("session", "connectedAt", "vouchedAt", "ended", "live").forEach(claim.putArray("required")::add);
        ObjectNode properties = claim.putObject("properties");
        put(properties, "session", "string", "The session's id.").put("minLength", 1);
        addressKey(properties);
        time(properties, "connectedAt", "When it was opened.");
        time(properties, "vouchedAt", "When a gateway last vouched for it.");
        put(properties, "ended", "boolean", "Whether it was closed.");
        put(properties, "live", "boolean", "Whether it is still vouched for: not ended, and heard of lately.");
    }

    private static void contradictions(ObjectNode to) {
        ObjectNode contradiction = put(to, "contradictions", "array",
                "Where what the node reports and what a crawler found cannot both be true. Of a node that no crawler met "
                        + "it is left out.")
                .putObject("items")
                .put("description", "One thing on which they contradict each other.")
                .put("type", "object");
        Stream.of("field", "telemetry", "crawler").forEach(contradiction.putArray("required")::add);
        ObjectNode properties = contradiction.putObject("properties");
        put(properties, "field", "string", "The property's name.");
        side(properties, "telemetry", "What the node reports, or of an address: where it reports from.");
        side(properties, "crawler",
                "What a crawler was told, or of an address: where a handshake proved the peer id.");
    }

    private static void side(ObjectNode to, String name, String description) {
        ObjectNode side = put(to, name, "object", description);
        Stream.of("value", "at").forEach(side.putArray("required")::add);
        ObjectNode properties = side.putObject("properties");
        properties.putObject("value").put("description", "The value, of the property's type.");
        time(properties, "at", "As of when.");
    }

    /// As in the topic, under camel case names.
    private static void p2p(ObjectNode to) {
        ObjectNode p2p = put(to, "p2p", "object",
                "What crawlers found of the node. Absent until a handshake has proved its peer id.");
        Stream.of("seenAt", "reachable").forEach(p2p.putArray("required")::add);
        ObjectNode properties = p2p.putObject("properties");
        time(properties, "seenAt", "When it was last looked for.");
        put(properties, "reachable", "boolean", "Whether it was met then.");
        time(properties, "firstSeen", "When a crawler first heard of it.");
        time(properties, "lastReached",
                "When a handshake last proved the peer id. What it told of itself, it told then.");
        put(properties, "provenAddress", "string", "The multiaddr at which it did.");
        list(properties, "addresses", "The multiaddrs under which it is known: hearsay.");
        put(properties, "network", "string", "The chain that its Kademlia protocol names.");
        put(properties, "agentVersion", "string", "What it calls itself.");
        put(properties, "protocolVersion", "string", "The protocol version that it tells.");
        list(properties, "protocols", "The protocols that it lists.");
        put(properties, "clientType", "string", "Its software, read from agentVersion.");
        put(properties, "clientVersion", "string", "The version of that, read from agentVersion.");
        put(properties, "blockHeight", "integer", "The number of its newest block.").put("minimum", 0);
        put(properties, "roundTripMs", "number", "How long a message to it and back took.").put("minimum", 0)
                .put("x-unit", "ms");
        put(properties, "neighbours", "integer", "How many peers it named.").put("minimum", 0);
        put(properties, "roundsReached", "integer", "In how many of roundsTried it was met.").put("minimum", 0);
        put(properties, "roundsTried", "integer",
                "In how many rounds it was looked for, of those that the crawler remembers.").put("minimum", 0);
    }

    private static void list(ObjectNode to, String name, String description) {
        put(to, name, "array", description).putObject("items").put("type", "string");
    }

    private static void addressKey(ObjectNode to) {
        put(to, "addressKey", "string",
                "A keyed hash of the session's full address: the same for two sessions from one address; the address "
                        + "cannot be read from it.");
    }

    private static void put(ObjectNode to, Field field) {
        ObjectNode property = to.putObject(field.apiName());
        property.put("description", field.meaning() + note(field));
        FieldsSchemaTest.restrict(property, field);
        if (field.range() instanceof ValueRange.ShownWithin(double min, double max)) {
            property.put("minimum", (int) min).put("maximum", (int) max);
        }
    }

    private static String note(Field field) {
        return switch (field.kind()) {
            case WHOLE -> " An unsigned 64-bit integer.";
            case HASH -> " 0x and up to 64 hex digits, in lower case.";
            case PERCENT -> " Left out when it was reported outside of 0 to 100.";
            case TEXT, CAPABILITY, NUMBER, PEER_ID -> "";
        };
    }

    private static ObjectNode put(ObjectNode to, String name, String type, String description) {
        return to.putObject(name).put("description", description).put("type", type);
    }

    private static void time(ObjectNode to, String name, String description) {
        to.putObject(name).put("$ref", TIME).put("description", description);
    }

    private static void sourceNames(ObjectNode to) {
        words(to.put("type", "string"), mapped(NodeSource.values(), NodeSource::key));
    }

    private static <T> String[] mapped(T[] all, Function<T, String> name) {
        return Arrays.stream(all).map(name).toArray(String[]::new);
    }

    private static void words(ObjectNode to, String... words) {
        Stream.of(words).forEach(to.putArray("enum")::add);
    }

    private static ObjectNode frame(String name, String title, String description) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", PublishedSchemas.id(name + "/1"));
        schema.put("title", title);
        schema.put("description", description + NEWER);
        schema.put("type", "object");
        return schema;
    }

    private static ObjectNode end(ObjectNode schema, String name) {
        schema.putObject("$defs").putObject("time").put("description", "RFC 3339, with milliseconds, in UTC.")
                .put("type", "string")
                .put("format", "date-time")
                .put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$");
        schema.putArray("examples").add(example(name));
        return schema;
    }

    static JsonNode example(String name) {
        try (InputStream in = Objects
                .requireNonNull(NodeSchemas.class.getResourceAsStream("/api/" + name + ".example.json"))) {
            return SchemaTree.JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
