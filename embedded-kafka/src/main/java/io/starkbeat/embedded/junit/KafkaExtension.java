package io.starkbeat.embedded.junit;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Resolves [KafkaCluster] parameters; see [WithKafka]. All that lives longer than a test class stands in the store of
/// the root context: JUnit computes each entry once, also for classes that run in parallel, and closes the entries, the
/// latest first, when the run ends.
final class KafkaExtension implements ParameterResolver {
    /// The system property that names a running Kafka to test on.
    static final String BOOTSTRAP = "kafka.bootstrap";

    /// The system property that says where tests get their Kafka from: `embedded` or `container`.
    static final String KIND = "kafka";

    private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaCluster.class;
    }

    @Override
    public KafkaCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var store = context.getRoot().getStore(NAMESPACE);
        var testClass = outermost(context.getRequiredTestClass());
        return store.getOrComputeIfAbsent(testClass, _ -> cluster(store, uniquePrefix(testClass)), KafkaCluster.class);
    }

    private static KafkaCluster cluster(Store store, String uniquePrefix) {
        var given = System.getProperty(BOOTSTRAP, "").strip();
        if (!given.isEmpty()) {
            return new GivenKafka(given, uniquePrefix);
        }
        var bootstrapServers = switch (System.getProperty(KIND, "embedded").strip()) {
            case "embedded" -> store.getOrComputeIfAbsent(EmbeddedKafka.class,
                    _ -> EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral()), EmbeddedKafka.class).bootstrapServers();
            case "container" ->
                store.getOrComputeIfAbsent(KafkaInContainer.class, _ -> KafkaInContainer.start(),
                        KafkaInContainer.class)
                        .bootstrapServers();
            case String other -> throw new IllegalStateException("-D" + KIND + "=" + other
                    + " is unknown: it must be embedded, the default, or container, which needs Docker");
        };
        return new SharedKafka(bootstrapServers, uniquePrefix);
    }

    private static Class<?> outermost(Class<?> testClass) {
        var outermost = testClass;
        while (outermost.isAnnotationPresent(Nested.class)) {
            outermost = outermost.getEnclosingClass();
        }
        return outermost;
    }

    private static String uniquePrefix(Class<?> testClass) {
        var name = testClass.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        return name + "-" + UUID.randomUUID().toString().substring(0, 8) + ".";
    }
}
