package io.starkbeat.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.starkbeat.kit.settings.SettingsException;
import io.starkbeat.kit.settings.SettingsReader;
import io.starkbeat.schemas.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    private static final KafkaSettings PLAIN = KafkaSettings.read(Map.of());

    @Test
    void findsKafkaOnThisMachineUnlessTold() {
        assertThat(PLAIN.bootstrap()).isEqualTo("localhost:9092");
        assertThat(PLAIN.topicPartitions()).isEqualTo(12);
        assertThat(PLAIN.topicReplication()).isEmpty();
        assertThat(PLAIN.topic(Topic.NODE_STATE)).isEqualTo("starkbeat.node-state");

        KafkaSettings told = KafkaSettings.read(Map.of("KAFKA_BOOTSTRAP_SERVERS", "k1:1,k2:2", "TOPIC_PREFIX", "t-",
                "TOPIC_PARTITIONS", "3", "TOPIC_REPLICATION", "2"));
        assertThat(told.producer("x")).containsEntry("bootstrap.servers", "k1:1,k2:2");
        assertThat(told.topic(Topic.NODE_STATE)).isEqualTo("t-node-state");
        assertThat(told.topicPartitions()).isEqualTo(3);
        assertThat(told.topicReplication()).contains(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"star beat.", "äther.", "a/b"})
    void aPrefixIsMadeOfWhatTopicsMayHave(String prefix) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> KafkaSettings.read(Map.of("TOPIC_PREFIX", prefix)))
                .withMessageStartingWith("TOPIC_PREFIX is '" + prefix + "'");
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void theLongestPrefixStillMakesATopicsName(Topic topic) {
        KafkaSettings longest = KafkaSettings.read(Map.of("TOPIC_PREFIX", "p".repeat(200)));

        org.apache.kafka.common.internals.Topic.validate(longest.topic(topic));
    }

    @Test
    void aProducerKeepsWhatItTook() {
        ProducerConfig config = producerConfig(PLAIN.producer("gateway-1"));

        assertThat(config.getString("client.id")).isEqualTo("gateway-1");
        assertThat(config.getString("acks")).isEqualTo("-1");
        assertThat(config.getBoolean("enable.idempotence")).isTrue();
        assertThat(config.getString("compression.type")).isEqualTo("snappy");
        assertThat(config.getLong("linger.ms")).isEqualTo(5);
        assertThat(config.getInt("batch.size")).isEqualTo(131_072);
        assertThat(config.getInt("delivery.timeout.ms")).isEqualTo(Integer.MAX_VALUE);
        assertThat(config.getLong("max.block.ms")).isEqualTo(5_000);
    }

    @Test
    void theClientsKnowEveryNameThatTheyAreGiven() {
        assertThat(ProducerConfig.configNames()).containsAll(PLAIN.producer("x").keySet());
        assertThat(ConsumerConfig.configNames()).containsAll(PLAIN.consumer("x").keySet());
        assertThat(AdminClientConfig.configNames()).containsAll(PLAIN.admin("x").keySet());

        for (String name : PLAIN.streams("app", "x").keySet()) {
            ConfigDef of = name.startsWith("producer.")
                    ? ProducerConfig.configDef()
                    : name.startsWith("consumer.") ? ConsumerConfig.configDef() : StreamsConfig.configDef();
            assertThat(of.names()).contains(name.replaceFirst("^(producer|consumer)\\.", ""));
        }
    }

    @Test
    void aConsumerReadsWhatIsCommitted() {
        ConsumerConfig config = consumerConfig(PLAIN.consumer("query-1"));

        assertThat(config.getString("isolation.level")).isEqualTo("read_committed");
        assertThat(config.getBoolean("allow.auto.create.topics")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
    void streamsHandOurValuesToTheirClients(String guarantee) {
        Map<String, Object> given = PLAIN.streams("starkbeat-aggregator", "aggregator-1");
        given.put("processing.guarantee", guarantee);
        StreamsConfig streams = new StreamsConfig(given);
        Map<String, Object> producer = streams.getProducerConfigs("aggregator-1-producer");
        Map<String, Object> consumer = streams.getMainConsumerConfigs("g", "aggregator-1-consumer", 0);

        assertThat(streams.getString("application.id")).isEqualTo("starkbeat-aggregator");
        assertThat(producer).containsEntry("linger.ms", 5)
                .containsEntry("compression.type", "snappy")
                .containsEntry("batch.size", 131_072)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE)
                .containsEntry("transaction.timeout.ms", 10_000)
                .containsEntry("metadata.max.age.ms", 30_000);
        assertThat(consumer).containsEntry("isolation.level", "read_committed")
                .containsEntry("session.timeout.ms", 6_000)
                .containsEntry("heartbeat.interval.ms", 1_500)
                .containsEntry("metadata.max.age.ms", 30_000);
        assertThat(streams.getGlobalConsumerConfigs("aggregator-1")).containsEntry("isolation.level",
                "read_committed");
    }

    @Test
    void theOperatorsWordCountsMoreThanOurs() {
        KafkaSettings settings = KafkaSettings.read(Map.of("KAFKA_LINGER_MS", "20", "KAFKA_SECURITY_PROTOCOL", "SSL",
                "KAFKA_SESSION_TIMEOUT_MS", "9000", "KAFKA_NUM_STREAM_THREADS", "3", "KAFKA_PRODUCER_BATCH_SIZE", "7"));

        assertThat(settings.producer("x")).containsEntry("linger.ms", "20")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("batch.size", 131_072)
                .doesNotContainKeys("session.timeout.ms", "num.stream.threads");
        assertThat(settings.consumer("x")).containsEntry("session.timeout.ms", "9000").doesNotContainKey("linger.ms");
        assertThat(settings.admin("x")).containsEntry("security.protocol", "SSL").doesNotContainKey("linger.ms");

        StreamsConfig streams = new StreamsConfig(settings.streams("app", "x"));
        assertThat(streams.getInt("num.stream.threads")).isEqualTo(3);
        assertThat(streams.getProducerConfigs("p")).containsEntry("linger.ms", "20")
                .containsEntry("batch.size", "7")
                .containsEntry("security.protocol", "SSL");
        assertThat(streams.getMainConsumerConfigs("g", "c", 0)).containsEntry("session.timeout.ms", "9000")
                .containsEntry("security.protocol", "SSL");
        assertThat(streams.getAdminConfigs("a")).containsEntry("security.protocol", "SSL");
    }

    @Test
    void noOperatorTakesAwayWhatALawFixes() {
        KafkaSettings settings = KafkaSettings.read(Map.of("KAFKA_ACKS", "1", "KAFKA_ENABLE_IDEMPOTENCE", "false",
                "KAFKA_MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION", "5", "KAFKA_ISOLATION_LEVEL", "read_uncommitted",
                "KAFKA_CLIENT_ID", "same", "KAFKA_GROUP_ID", "same",
                "KAFKA_TRANSACTIONAL_ID", "same", "KAFKA_PRODUCER_ACKS", "0"));

        assertThat(settings.producer("x")).containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("client.id", "x")
                .doesNotContainKey("transactional.id");
        assertThat(settings.consumer("x")).containsEntry("isolation.level", "read_committed")
                .doesNotContainKey("group.id");
        assertThat(settings.streams("app", "x")).containsEntry("producer.acks", "all")
                .containsEntry("producer.enable.idempotence", true)
                .containsEntry("producer.max.in.flight.requests.per.connection", 1)
                .containsEntry("consumer.isolation.level", "read_committed")
                .containsEntry("client.id", "x");
    }

    @Test
    void passwordsAreNotShown() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_SASL_JAAS_CONFIG", "password=hunter2");
        environment.put("KAFKA_SSL_KEY_PASSWORD", "hunter2");
        environment.put("KAFKA_SOME_PLUGINS_TOKEN", "hunter2");
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");

        assertThat(KafkaSettings.read(environment).toString()).contains("SASL_SSL").doesNotContain("hunter2");
        assertThat(SettingsReader.read(environment, KafkaSettings.all()).shown(KafkaSettings.all()))
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .containsEntry("KAFKA_SASL_JAAS_CONFIG", "(hidden)")
                .containsEntry("KAFKA_SOME_PLUGINS_TOKEN", "(hidden)");
    }

    private static ProducerConfig producerConfig(Map<String, Object> given) {
        given.put("key.serializer", ByteArraySerializer.class);
        given.put("value.serializer", ByteArraySerializer.class);
        return new ProducerConfig(given);
    }

    private static ConsumerConfig consumerConfig(Map<String, Object> given) {
        given.put("key.deserializer", ByteArrayDeserializer.class);
        given.put("value.deserializer", ByteArrayDeserializer.class);
        return new ConsumerConfig(given);
    }
}
