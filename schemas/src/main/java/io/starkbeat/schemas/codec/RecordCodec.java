package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.databind.ObjectReader;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.SessionEvent;
import java.io.IOException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// The JSON form of one type of record. Thread-safe.
///
/// @param <T> the record's type
public final class RecordCodec<T> {
    public static final RecordCodec<SessionEvent> SESSION_EVENT = new RecordCodec<>("session-event", 1,
            SessionEvent.class, SessionEventWriter::write);
    public static final RecordCodec<RejectedMessage> REJECTED_MESSAGE = new RecordCodec<>("rejected-message", 1,
            RejectedMessage.class);
    public static final RecordCodec<PeerSighting> PEER_SIGHTING = new RecordCodec<>("peer-sighting", 1,
            PeerSighting.class);
    public static final RecordCodec<NodeState> NODE_STATE = new RecordCodec<>("node-state", 1, NodeState.class,
            NodeStateWriter::write);
    public static final RecordCodec<PipelineProgress> PIPELINE_PROGRESS = new RecordCodec<>("pipeline-progress", 1,
            PipelineProgress.class);

    private final String name;
    private final int version;
    private final ObjectReader reader;
    private final RecordWriter<T> writer;

    /// A codec of one's own, for a record that is not of the public contract.
    public RecordCodec(String name, int version, Class<T> type) {
        this(name, version, type, (record, to) -> to.mapped(record));
    }

    /// A codec of one's own, for a record that is not of the public contract and is written often (a store's value).
    ///
    /// @param writer writes what [RecordMapper] reads
    public RecordCodec(String name, int version, Class<T> type, RecordWriter<T> writer) {
        this.name = name;
        this.version = version;
        this.reader = RecordMapper.mapper().readerFor(type);
        this.writer = writer;
    }

    /// What the record header [RecordHeaders#SCHEMA] says: name and version, for example `node-state/1`.
    public String schema() {
        return name + "/" + version;
    }

    /// The name of the JSON Schema that describes the record.
    public String name() {
        return name;
    }

    /// The record as JSON in UTF-8.
    public byte[] encode(T record) {
        try {
            return RecordEncoder.encode(record, writer);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + schema() + ": " + e.getMessage(), e);
        }
    }

    /// Reads a record.
    ///
    /// @throws UndecodableRecordException when the bytes are not such a record
    public T decode(byte[] json) {
        try {
            T record = reader.readValue(json);
            if (record == null) {
                throw new UndecodableRecordException("not a " + schema() + ": null", null);
            }
            return record;
        } catch (IOException | RuntimeException e) {
            if (e instanceof UndecodableRecordException known) {
                throw known;
            }
            throw new UndecodableRecordException("not a " + schema() + ": " + e.getMessage(), e);
        }
    }

    /// The codec as a Kafka serde; null (a tombstone) stays null.
    public Serde<T> serde() {
        Serializer<@Nullable T> serializer = (_, record) -> record == null ? null : encode(record);
        Deserializer<@Nullable T> deserializer = (_, json) -> json == null ? null : decode(json);
        return Serdes.serdeFrom(serializer, deserializer);
    }
}
