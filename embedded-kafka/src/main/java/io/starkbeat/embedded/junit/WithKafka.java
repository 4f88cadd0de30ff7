package io.starkbeat.embedded.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/// Gives a test class a running Kafka: declare a parameter of the type [KafkaCluster].
///
/// One embedded Kafka of one node is started for all classes of the JVM when the first of them asks, and stopped after
/// the last. With `-Dkafka=container` it is Kafka's official image in Docker instead, and with
/// `-Dkafka.bootstrap=host:port` the tests use the Kafka that runs there.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {
}
