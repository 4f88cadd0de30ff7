package io.starkbeat.standalone.faults;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import java.nio.file.Path;

/// The broker as a process of its own. Arguments: the data folder and the port, both the same in each run.
final class BrokerMain {
    static final String UP = "the broker is up";

    private BrokerMain() {}

    public static void main(String[] arguments) {
        var kafka = EmbeddedKafka
                .start(EmbeddedKafkaConfig.persistent(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        System.out.println(UP);
        var failure = kafka.fatalFailure().toCompletableFuture().join();
        failure.printStackTrace();
        System.exit(1);
    }
}
