package io.starkbeat.schemas.intake;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.codec.UndecodableRecordException;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides which records of the topics are taken. Whoever may write to a topic can write anything there, and no record
/// may stop a reader or make it stop later. Above all the states that come of a record have to fit into records
/// themselves, since a producer that is given too large a one fails, and with it the aggregator's stream thread, again
/// and again.
///
/// Pure: the same record is taken or not on every replay, by every service that reads the topic and by whoever folds the
/// log after them.
public final class Intake {
    /// The longest value that is taken, in bytes. A report of a gateway has 8 kB of unknown keys and some ten texts of
    /// 256 characters at most; a sighting lies whole in the state of its node, which must stay below Kafka's 1 MiB.
    public static final int MAX_VALUE = 256 * 1024;

    /// The longest rejected message that is taken, in bytes: Kafka's own limit, since nothing is folded of it.
    public static final int MAX_REJECTED = 1024 * 1024;

    /// The longest text that may flow into a state, in UTF-16 units: a field's has 256 code points at most, ids and keys
    /// are shorter. 16 claims hold two such texts each.
    public static final int MAX_TEXT = 1024;

    /// The longest state that is taken, in bytes: whatever the fold makes of records of [#MAX_VALUE] and texts of
    /// [#MAX_TEXT] is shorter, and Kafka's own limit (1 MiB) longer.
    public static final int MAX_STATE = 3 * MAX_VALUE;

    private Intake() {}

    /// What a record is to its reader.
    ///
    /// @param <T> what the topic carries
    public sealed interface Read<T> {
        /// It is what the topic carries.
        record Taken<T>(T content) implements Read<T> {}

        /// It says that a key has no value any more, which is no news to the fold.
        record Tombstone<T>() implements Read<T> {}

        /// It is something else.
        ///
        /// @param detail for the log
        record Poison<T>(PoisonReason reason, String detail) implements Read<T> {}
    }

    /// Reads a record of `node-telemetry`.
    ///
    /// @param schema the header `schema`, where there is one
    public static Read<SessionEvent> telemetry(@Nullable String key, byte @Nullable [] value,
            byte @Nullable [] schema) {
        if (key == null) {
            return new Read.Poison<>(PoisonReason.NO_KEY, "it has no key; a session id is expected");
        }
        if (value == null) {
            return new Read.Poison<>(PoisonReason.NO_VALUE, "it has no value");
        }
        Read<SessionEvent> read = read(RecordCodec.SESSION_EVENT, value, schema, MAX_VALUE);
        if (!(read instanceof Read.Taken<SessionEvent>(SessionEvent event))) {
            return read;
        }
        if (!key.equals(event.sessionId())) {
            return wrongKey(key, event.sessionId());
        }
        return fits(event) ? read : tooLongText();
    }

    /// Reads a record of `node-sightings`.
    ///
    /// @param schema the header `schema`, where there is one
    public static Read<PeerSighting> sighting(@Nullable String key, byte @Nullable [] value,
            byte @Nullable [] schema) {
        if (key == null) {
            return new Read.Poison<>(PoisonReason.NO_KEY, "it has no key; a peer id is expected");
        }
        if (value == null) {
            return new Read.Tombstone<>();
        }
        Read<PeerSighting> read = read(RecordCodec.PEER_SIGHTING, value, schema, MAX_VALUE);
        if (!(read instanceof Read.Taken<PeerSighting>(PeerSighting sighting))) {
            return read;
        }
        if (!key.equals(sighting.peerId())) {
            return wrongKey(key, sighting.peerId());
        }
        // Else a sighting of `session:…` would change a node that no crawler can meet.
        return PeerId.isCanonical(key)
                ? read
                : new Read.Poison<>(PoisonReason.WRONG_KEY, "its key is no peer id in base58");
    }

    /// Reads a record of `node-state`.
    ///
    /// @param schema the header `schema`, where there is one
    public static Read<NodeState> nodeState(@Nullable String key, byte @Nullable [] value, byte @Nullable [] schema) {
        return switch (unreadNodeState(key, value, schema)) {
            case Read.Taken<byte[]>(byte[] json) -> {
                Read<NodeState> read = decoded(RecordCodec.NODE_STATE, json);
                yield read instanceof Read.Taken<NodeState>(NodeState node) && !node.nodeId().equals(key)
                        ? wrongKey(String.valueOf(key), node.nodeId())
                        : read;
            }
            case Read.Tombstone<byte[]> _ -> new Read.Tombstone<>();
            case Read.Poison<byte[]>(PoisonReason reason, String detail) -> new Read.Poison<>(reason, detail);
        };
    }

    /// As [#nodeState] as far as one sees without reading the value: for whoever reads it later, and only if no newer one
    /// follows. What it takes [#nodeState] may find to be poison.
    ///
    /// @param schema the header `schema`, where there is one
    public static Read<byte[]> unreadNodeState(@Nullable String key, byte @Nullable [] value,
            byte @Nullable [] schema) {
        if (key == null) {
            return new Read.Poison<>(PoisonReason.NO_KEY, "it has no key; a node id is expected");
        }
        return value == null ? new Read.Tombstone<>() : unread(RecordCodec.NODE_STATE, value, schema, MAX_STATE);
    }

    /// Reads a record of `pipeline-progress`.
    ///
    /// @param schema    the header `schema`, where there is one
    /// @param writtenAt the record's timestamp
    public static Read<PipelineProgress> progress(@Nullable String key, byte @Nullable [] value,
            byte @Nullable [] schema, Instant writtenAt) {
        if (key == null) {
            return new Read.Poison<>(PoisonReason.NO_KEY, "it has no key; a partition is expected");
        }
        if (value == null) {
            return new Read.Tombstone<>();
        }
        Read<PipelineProgress> read = read(RecordCodec.PIPELINE_PROGRESS, value, schema, MAX_VALUE);
        if (!(read instanceof Read.Taken<PipelineProgress>(PipelineProgress progress))) {
            return read;
        }
        if (!key.equals(String.valueOf(progress.partition()))) {
            return wrongKey(key, "partition " + progress.partition());
        }
        return progress.isCredible(writtenAt)
                ? read
                : new Read.Poison<>(PoisonReason.AHEAD_OF_TIME,
                        "it was written at " + writtenAt + " and tells of " + progress.time());
    }

    /// Reads a record of `node-telemetry-rejected`.
    ///
    /// @param schema the header `schema`, where there is one
    public static Read<RejectedMessage> rejected(@Nullable String key, byte @Nullable [] value,
            byte @Nullable [] schema) {
        if (key == null) {
            return new Read.Poison<>(PoisonReason.NO_KEY, "it has no key; a session id is expected");
        }
        if (value == null) {
            return new Read.Tombstone<>();
        }
        Read<RejectedMessage> read = read(RecordCodec.REJECTED_MESSAGE, value, schema, MAX_REJECTED);
        return read instanceof Read.Taken<RejectedMessage>(RejectedMessage rejected)
                && !rejected.sessionId().equals(key) ? wrongKey(key, rejected.sessionId()) : read;
    }

    private static <T> Read<T> read(RecordCodec<T> codec, byte[] value, byte @Nullable [] schema, int most) {
        return switch (unread(codec, value, schema, most)) {
            case Read.Taken<byte[]>(byte[] json) -> decoded(codec, json);
            case Read.Tombstone<byte[]> _ -> new Read.Tombstone<>();
            case Read.Poison<byte[]>(PoisonReason reason, String detail) -> new Read.Poison<>(reason, detail);
        };
    }

    private static Read<byte[]> unread(RecordCodec<?> codec, byte[] value, byte @Nullable [] schema, int most) {
        if (!RecordHeaders.allows(schema, codec)) {
            return new Read.Poison<>(PoisonReason.WRONG_SCHEMA,
                    "its header schema does not name " + codec.name());
        }
        if (value.length > most) {
            return new Read.Poison<>(PoisonReason.TOO_LARGE,
                    "it has " + value.length + " bytes; " + most + " at most are expected");
        }
        return new Read.Taken<>(value);
    }

    private static <T> Read<T> decoded(RecordCodec<T> codec, byte[] json) {
        try {
            return new Read.Taken<>(codec.decode(json));
        } catch (UndecodableRecordException e) {
            return new Read.Poison<>(PoisonReason.UNDECODABLE, "it is " + e.getMessage());
        }
    }

    private static <T> Read<T> wrongKey(String key, String named) {
        return new Read.Poison<>(PoisonReason.WRONG_KEY,
                "its key is " + shortened(key) + ", its value speaks of " + shortened(named));
    }

    private static <T> Read<T> tooLongText() {
        return new Read.Poison<>(PoisonReason.TOO_LARGE,
                "a text in it is longer than " + MAX_TEXT + " characters");
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static boolean fits(SessionEvent event) {
        return fits(event.sessionId()) && fits(event.gateway()) && switch (event) {
            case SessionOpened opened -> fits(opened.address()) && fits(opened.addressKey())
                    && fits(opened.country()) && fits(opened.fields());
            case NodeReport report -> fits(report.fields());
            case SessionAlive alive -> fits(alive.address()) && fits(alive.addressKey()) && fits(alive.country())
                    && fits(alive.fields());
            case SessionClosed closed -> fits(closed.continuedAs());
        };
    }

    private static boolean fits(Fields fields) {
        return fields.known().stream()
                .noneMatch(field -> fields.get(field) instanceof FieldValue.Text(String text) && !fits(text));
    }

    private static boolean fits(@Nullable String text) {
        return text == null || text.length() <= MAX_TEXT;
    }
}
