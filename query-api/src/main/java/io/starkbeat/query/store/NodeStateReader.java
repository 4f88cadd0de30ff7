package io.starkbeat.query.store;

import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// The full copy of `node-state`: a global store in memory, kept by Kafka Streams. The only class of the service that
/// touches [KafkaStreams]; all that can be "not ready" about it comes out as [StatesNotReadyException].
///
/// The store holds the records' bytes, not their objects, and its source reads bytes: a record that cannot be decoded must
/// be our processor's to count, since a failing deserialiser has stopped restores. In memory it is replayed through the
/// processor at every start, so what listens there has seen all of it; a store kept on disk would not be. A topology of a
/// global store alone has no group, no threads but one, and leaves nothing on disk or on the brokers.
public final class NodeStateReader implements NodeStates, AutoCloseable {
    static final String STORE = "node-state";

    /// Past this a stop goes on without Kafka Streams: it has nothing to flush.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Topology topology;
    private final Map<String, Object> config;
    private final RestoreProgress restore;
    private volatile @Nullable KafkaStreams streams;
    private boolean closed;

    /// Makes the reader; nothing is opened before [#start()].
    ///
    /// @param topic  the full name of `node-state`
    /// @param config of Kafka Streams; the application id must be this instance's own
    public NodeStateReader(String topic, Map<String, Object> config, NodeStateListener listener, QueryMetrics metrics) {
        NodeStateKeeper keeper = new NodeStateKeeper(STORE, listener, metrics);
        this.topology = topology(topic, keeper);
        this.restore = new RestoreProgress(keeper);
        this.config = Map.copyOf(config);
    }

    private static Topology topology(String topic, NodeStateKeeper keeper) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled()
                        .withCachingDisabled(),
                topic, Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("node-state-source"),
                keeper::processor);
        return builder.build();
    }

    /// Starts and blocks until the store is restored: for as long as the topic is long. An interrupt ends the wait.
    ///
    /// @throws IllegalStateException when the reader was closed before or meanwhile, or the wait was interrupted
    /// @throws RuntimeException      what Kafka Streams fails with
    public void start() {
        KafkaStreams starting;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the reader of node-state is closed");
            }
            Properties properties = new Properties();
            properties.putAll(config);
            properties.put(StreamsConfig.GLOBAL_CONSUMER_PREFIX + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                    TimelessRecords.class.getName());
            starting = new KafkaStreams(topology, properties);
            starting.setGlobalStateRestoreListener(restore);
            streams = starting;
        }
        starting.start();
    }

    @Override
    public boolean isReady() {
        KafkaStreams started = streams;
        // Not also REBALANCING: that is what the state is called while the store fills, and it can be read then.
        return started != null && started.state() == KafkaStreams.State.RUNNING;
    }

    /// Whether the copy can still become or stay good: false once Kafka Streams has failed for good.
    public boolean isAlive() {
        KafkaStreams started = streams;
        return started == null || started.state() != KafkaStreams.State.ERROR
                && started.state() != KafkaStreams.State.PENDING_ERROR;
    }

    /// The state of Kafka Streams, in its own word.
    public String state() {
        KafkaStreams started = streams;
        return started == null ? "NOT_STARTED" : started.state().name();
    }

    /// State and restore progress, for people.
    public Map<String, Object> status() {
        Map<String, Object> status = new TreeMap<>(restore.shown());
        status.put("state", state());
        return status;
    }

    @Override
    public Optional<NodeState> find(String nodeId) {
        return read(store -> Optional.ofNullable(store.get(nodeId)).map(RecordCodec.NODE_STATE::decode));
    }

    @Override
    public void forEach(Consumer<NodeState> visitor) {
        read(store -> {
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> visitor.accept(RecordCodec.NODE_STATE.decode(entry.value)));
            }
            return true;
        });
    }

    private <T> T read(Function<ReadOnlyKeyValueStore<String, byte[]>, T> reading) {
        KafkaStreams started = streams;
        if (started == null || !isReady()) {
            throw new StatesNotReadyException(started == null || started.state() == KafkaStreams.State.REBALANCING
                    ? "the states of the nodes are being read from Kafka"
                    : "the copy of the node states is closed (" + state() + ")", null);
        }
        try {
            return reading.apply(started
                    .store(StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore())));
        } catch (InvalidStateStoreException e) {
            // Comes from store() and as well from each get and next, when the store is closed in between.
            throw new StatesNotReadyException("the copy of the node states is closed (" + state() + ")", e);
        }
    }

    /// Closes within seconds, also while [#start()] still waits, which then fails.
    @Override
    public void close() {
        KafkaStreams closing;
        synchronized (this) {
            closed = true;
            closing = streams;
        }
        if (closing != null) {
            closing.close(CLOSE_LIMIT);
        }
    }
}
