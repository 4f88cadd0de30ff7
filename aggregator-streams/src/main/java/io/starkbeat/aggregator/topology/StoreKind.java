package io.starkbeat.aggregator.topology;

import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/// Where the fold keeps its state; either way a changelog in Kafka backs it (`STATE_STORE`).
public enum StoreKind {
    /// On the heap: half the latency of RocksDB.
    MEMORY,
    /// On disk, for states that outgrow memory.
    ROCKSDB;

    KeyValueBytesStoreSupplier supplier(String name) {
        return switch (this) {
            case MEMORY -> Stores.inMemoryKeyValueStore(name);
            case ROCKSDB -> Stores.persistentKeyValueStore(name);
        };
    }
}
