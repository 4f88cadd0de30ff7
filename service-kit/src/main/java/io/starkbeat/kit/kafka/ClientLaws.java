package io.starkbeat.kit.kafka;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// The clients' settings: what we chose and why, then what the operator says, then what a law fixes.
final class ClientLaws {
    private ClientLaws() {}

    /// What no operator may change: accepted means that Kafka keeps it, once, and readers see only what was committed.
    static final Map<String, String> FIXED = Map.of(ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true", ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            String.valueOf(ClientLaws.IN_FLIGHT), ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");

    /// One request at a time to each broker. With more, an idempotent producer without transactions can wedge a partition
    /// for good: where a broker knows nothing of a producer yet (a partition made just now) and sends back its first batch
    /// (it is not the leader yet), it takes the second, since any number may be the first; from then on it refuses the
    /// first as out of order, and the client, whose records do not expire, repeats it for ever (KAFKA-14359, KAFKA-15591;
    /// mended in brokers after 4.3, and for empty partitions only). Seen here once in 120 starts of a gateway on a busy
    /// machine. What waits meanwhile goes into the next batch, so little is lost by it.
    static final int IN_FLIGHT = 1;

    /// Half a minute instead of five: a partition's move or a topic made anew is noticed soon, for one small request
    /// per client and half minute.
    private static final int METADATA_MAX_AGE_MS = 30_000;

    /// One batch fills in 5 ms at 26 MB/s; below that, time closes it. With 1,000 messages/s that is five records to a
    /// request instead of one, and measured (10,000/s on two cores) linger 0 saturates the machine while Kafka Streams'
    /// own 100 ms cost the most of all.
    private static final int LINGER_MS = 5;

    /// Decision 0008: a batch of one record costs a tenth of what it costs with lz4, and a batch of a hundred the same.
    private static final String COMPRESSION = "snappy";

    /// 128 kB hold some 400 reports of 300 bytes; compressed and with 5 ms this tripled what one producer writes in a
    /// second against the default of 16 kB uncompressed. Memory: one such buffer for each partition that is being written to.
    private static final int BATCH_BYTES = 128 * 1024;

    static Map<String, Object> producer(String bootstrapServers, PassThrough operator, String clientId) {
        Map<String, Object> config = new TreeMap<>();
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        // Records do not expire while the process lives: 24 days, the highest there is. What waits is bounded by the
        // writer's own budget, not by time.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        // How long send() may hold its thread when metadata is missing or the buffer is full. Short enough that a
        // publisher thread sees in between that it is to stop; what ran into it is sent again by the publisher.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        // A topic that nobody wrote to for five minutes would be forgotten, and the next send() would wait for its
        // metadata: keep it for a day.
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 24 * 60 * 60 * 1000);
        config.putAll(operator.forProducer());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT);
        return identified(config, bootstrapServers, clientId);
    }

    static Map<String, Object> consumer(String bootstrapServers, PassThrough operator, String clientId) {
        Map<String, Object> config = new TreeMap<>();
        // A mistyped topic shall be missing, not created by being asked for.
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        config.putAll(operator.forConsumer());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return identified(config, bootstrapServers, clientId);
    }

    static Map<String, Object> admin(String bootstrapServers, PassThrough operator, String clientId) {
        Map<String, Object> config = new TreeMap<>();
        // Whoever asks is a person's start or a probe: a no within seconds is worth more than a yes after a minute.
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        config.putAll(operator.forAdmin());
        return identified(config, bootstrapServers, clientId);
    }

    /// The names are Kafka Streams' own (`StreamsConfig`); the gateway, which is not of Kafka Streams, has not to carry
    /// it for their sake. A test holds them to it.
    static Map<String, Object> streams(String bootstrapServers, PassThrough operator, String applicationId,
            String clientId) {
        Map<String, Object> config = new TreeMap<>();
        config.put("producer.linger.ms", LINGER_MS);
        config.put("producer.compression.type", COMPRESSION);
        config.put("producer.batch.size", BATCH_BYTES);
        config.put("producer.delivery.timeout.ms", Integer.MAX_VALUE);
        // The open transaction of an instance that was killed holds readers back for this long. It must outlast a
        // commit (25 ms) and a hiccup of the broker or of the collector, not more.
        config.put("producer.transaction.timeout.ms", 10_000);
        // A broker sends the first records of a transaction back while it still ends the one before; with commits every
        // 25 ms that is often, and 100 ms (the default) are four commits.
        config.put("producer.retry.backoff.ms", 10);
        // An instance that was killed is replaced after this long. 6 s is the least that a broker allows by default
        // (group.min.session.timeout.ms); three heartbeats may go missing in it.
        config.put("consumer.session.timeout.ms", 6_000);
        config.put("consumer.heartbeat.interval.ms", 1_500);
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        // Global stores obey the handlers too, which the next version makes the rule; Kafka Streams warns until it is said.
        config.put("processing.exception.handler.global.enabled", true);
        config.putAll(operator.forStreams());
        config.put("producer.acks", "all");
        config.put("producer.enable.idempotence", true);
        config.put("producer.max.in.flight.requests.per.connection", IN_FLIGHT);
        config.put("consumer.isolation.level", "read_committed");
        config.put("application.id", applicationId);
        return identified(config, bootstrapServers, clientId);
    }

    private static Map<String, Object> identified(Map<String, Object> config, String bootstrapServers,
            String clientId) {
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return config;
    }
}
