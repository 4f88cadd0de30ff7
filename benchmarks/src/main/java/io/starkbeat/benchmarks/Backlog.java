package io.starkbeat.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldKind;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Records as a gateway writes them, waiting to be folded: sessions that report in turn, one node each, once a second.
///
/// @param records  in all
/// @param sessions among which they are shared
record Backlog(int records, int sessions) {
    private static final String GATEWAY = "bench";

    /// Writes it, and returns when Kafka has acknowledged all of it.
    void write(KafkaSettings kafka, int partitions) {
        String topic = kafka.topic(Topic.NODE_TELEMETRY);
        Instant begin = Instant.now().minus(Duration.ofSeconds(records / sessions));
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(kafka.producer("bench-backlog"), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                SessionEvent event = event(i / sessions, i % sessions, begin);
                var _ = producer.send(new ProducerRecord<>(topic, KeyPartition.of(peerId(i % sessions), partitions),
                        event.receivedAt().toEpochMilli(), event.sessionId().getBytes(UTF_8),
                        RecordCodec.SESSION_EVENT.encode(event)),
                        (_, failed) -> failure.compareAndSet(null, failed));
            }
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new BenchException("the backlog could not be written: " + failed.getMessage(), failed);
        }
    }

    private static SessionEvent event(int round, int session, Instant begin) {
        String id = "bench-session-" + session;
        Instant now = begin.plusSeconds(round).plusMillis(session % 1_000);
        return round == 0
                ? new SessionOpened(id, 0, now, GATEWAY, "127.0.0.1", "bench-" + session, null, "bench", "/submit",
                        identity(session), null)
                : new NodeReport(id, round, now, GATEWAY, now, "spec", report(round, session), null);
    }

    private static Fields identity(int session) {
        return Fields.builder()
                .put(Field.PEER_ID, new FieldValue.Text(peerId(session)))
                .put(Field.NAME, new FieldValue.Text("bench-" + session))
                .put(Field.CLIENT, new FieldValue.Text("Juno"))
                .put(Field.VERSION, new FieldValue.Text("v0.15.4"))
                .put(Field.NETWORK_NAME, new FieldValue.Text("bench"))
                .put(Field.STARKNET_VERSION, new FieldValue.Text("0.14.0"))
                .put(Field.OPERATING_SYSTEM, new FieldValue.Text("Linux"))
                .put(Field.MEMORY, number(Field.MEMORY, 65_536))
                .put(Field.CPU, number(Field.CPU, 16))
                .build();
    }

    private static Fields report(int round, int session) {
        return Fields.builder()
                .put(Field.CURRENT_BLOCK_NUMBER_L2, number(Field.CURRENT_BLOCK_NUMBER_L2, 1_000_000 + round))
                .put(Field.CURRENT_BLOCK_HASH_L2, new FieldValue.Text("0x%063x".formatted(round * 1_000_003L)))
                .put(Field.LATEST_BLOCK_TIME, number(Field.LATEST_BLOCK_TIME, 4_000 + session % 997))
                .put(Field.TX_NUMBER, number(Field.TX_NUMBER, round % 211))
                .put(Field.PEER_COUNT, number(Field.PEER_COUNT, (round + session) % 53))
                .put(Field.CPU_USAGE, number(Field.CPU_USAGE, session % 89 + 0.5))
                .put(Field.MEMORY_USAGE, number(Field.MEMORY_USAGE, round % 97 + 0.5))
                .put(Field.NODE_UPTIME, number(Field.NODE_UPTIME, round))
                .build();
    }

    private static FieldValue number(Field field, double value) {
        return field.kind() == FieldKind.WHOLE ? new FieldValue.Whole((long) value) : new FieldValue.Decimal(value);
    }

    private static String peerId(int session) {
        return PeerId.ofEd25519(ByteBuffer.allocate(32).putInt(session).array()).toString();
    }
}
