package io.starkbeat.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A process of its own that runs a persistent Kafka until it is killed. Prints the bootstrap servers when it is up.
///
/// Arguments: the data folder, and topics to make and to fill with one record each.
final class KafkaProcess {
    private KafkaProcess() {}

    public static void main(String[] arguments) throws Exception {
        var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.persistent(Path.of(arguments[0]), 0));
        var clients = new Clients(kafka.bootstrapServers());
        for (var i = 1; i < arguments.length; i++) {
            clients.createTopic(arguments[i]);
            clients.produce(arguments[i], "written before the kill");
        }
        System.out.println(kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
