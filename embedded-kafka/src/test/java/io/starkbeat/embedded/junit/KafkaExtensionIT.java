package io.starkbeat.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.starkbeat.embedded.Clients;
import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.testcontainers.DockerClientFactory;

/// Lets JUnit run test classes inside the test, to see what they are given and what is left when their run is over.
class KafkaExtensionIT {
    private static final List<KafkaCluster> SEEN = new ArrayList<>();

    /// A module's tests may themselves run on a given Kafka; these say which one to use each.
    private final String property = System.getProperty(KafkaExtension.BOOTSTRAP, "");
    private final String kind = System.getProperty(KafkaExtension.KIND, "embedded");

    @BeforeEach
    void embeddedUnlessSaid() {
        SEEN.clear();
        System.clearProperty(KafkaExtension.BOOTSTRAP);
        System.clearProperty(KafkaExtension.KIND);
    }

    @AfterEach
    void asBefore() {
        System.setProperty(KafkaExtension.BOOTSTRAP, property);
        System.setProperty(KafkaExtension.KIND, kind);
    }

    @Test
    void allClassesShareOneKafkaThatIsStoppedAtTheEnd() {
        assertThat(failures(run())).isEmpty();

        assertThat(SEEN).hasSize(3).extracting(KafkaCluster::bootstrapServers).containsOnly(address());
        assertThat(SEEN.stream().map(KafkaCluster::uniquePrefix).distinct()).hasSize(2)
                .anySatisfy(prefix -> assertThat(prefix).startsWith("first-").endsWith("."))
                .anySatisfy(prefix -> assertThat(prefix).startsWith("second-").endsWith("."));
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port(address())).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aGivenKafkaIsUsedAndLeftAsItWas() throws Exception {
        try (var given = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral())) {
            var clients = new Clients(given.bootstrapServers());
            clients.createTopic("of-someone-else");
            System.setProperty(KafkaExtension.BOOTSTRAP, given.bootstrapServers());

            assertThat(failures(run())).isEmpty();

            assertThat(SEEN).hasSize(3).extracting(KafkaCluster::bootstrapServers).containsOnly(address());
            assertThat(address()).isEqualTo(given.bootstrapServers());
            // The controller has deleted them by now; the broker that is asked here hears of it a moment later.
            await().untilAsserted(() -> assertThat(clients.topics()).containsExactly("of-someone-else"));
        }
    }

    @Test
    void kafkasOfficialImageWhereThereIsDocker() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "skipped: no Docker answers");
        System.setProperty(KafkaExtension.KIND, "container");

        assertThat(failures(run())).isEmpty();

        assertThat(SEEN).hasSize(3).extracting(KafkaCluster::bootstrapServers).containsOnly(address());
        assertThatThrownBy(() -> new Clients(address()).topics()).hasMessageContaining("Timed out");
    }

    @Test
    void aLineSaysThatThereIsNoDocker() {
        assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "skipped: a Docker answers");
        System.setProperty(KafkaExtension.KIND, "container");

        assertThat(failures(run())).isNotEmpty()
                .allSatisfy(failure -> assertThat(failure).rootCause()
                        .hasMessage("-Dkafka=container needs Docker, which does not answer: start it, or leave the"
                                + " switch out to test on the embedded Kafka"));
    }

    @Test
    void aKindThatIsUnknownIsRefused() {
        System.setProperty(KafkaExtension.KIND, "contaner");

        assertThat(failures(run())).isNotEmpty()
                .allSatisfy(
                        failure -> assertThat(failure).rootCause().hasMessageContaining("-Dkafka=contaner is unknown"));
    }

    private static EngineExecutionResults run() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(First.class), selectClass(Second.class))
                .execute();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .stream()
                .map((Event event) -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    private static String address() {
        return SEEN.getFirst().bootstrapServers();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private static void use(KafkaCluster kafka, String topic) throws Exception {
        SEEN.add(kafka);
        new Clients(kafka.bootstrapServers()).createTopic(kafka.uniquePrefix() + topic);
    }

    @WithKafka
    static class First {
        private final KafkaCluster kafka;

        First(KafkaCluster kafka) {
            this.kafka = kafka;
        }

        @Test
        void asParameterOfTheConstructor() throws Exception {
            use(kafka, "outer");
        }

        @Nested
        class Inner {
            @Test
            void sharesTheOuterClassesPrefix(KafkaCluster own) throws Exception {
                assertThat(own).isEqualTo(kafka);
                use(own, "inner");
            }
        }
    }

    @WithKafka
    static class Second {
        @Test
        void asParameterOfATest(KafkaCluster kafka) throws Exception {
            use(kafka, "topic");
        }
    }
}
