package io.starkbeat.benchmarks;

import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.aggregator.AggregatorSettings;
import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.embedded.EmbeddedKafkaException;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.kafka.TopicProvisioner;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How fast the fold works off a backlog, beside a plain consumer of the same topic.
///
/// Brings its own broker, in this process and a folder that goes away, and in each run a new set of topics. The figure to
/// take away is the ratio: what folding, its changelogs and its output cost over reading alone, on this machine and now.
@Command(name = "catch-up", mixinStandardHelpOptions = true, sortOptions = false, description = "Folds a backlog on a broker of its own, beside a plain consumer of the same topic.")
final class CatchUp implements Callable<Integer> {
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);
    private static final int PARTITIONS = 12;

    @Option(names = "--records", paramLabel = "N", defaultValue = "500000", description = "Records that wait (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "1000", description = "Sessions, each a node of its own (default: ${DEFAULT-VALUE}).")
    private int sessions;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "How often; the median of the ratios counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--guarantee", paramLabel = "WORD", defaultValue = "exactly_once_v2", description = "PROCESSING_GUARANTEE of the aggregator (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String guarantee;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Wanted.atLeast(spec, "--records", records, 1);
        Wanted.atLeast(spec, "--sessions", sessions, 1);
        Wanted.atLeast(spec, "--runs", runs, 1);
        Path folder = Files.createTempDirectory("starkbeat-catch-up");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral())) {
            List<Double> ratios = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                ratios.add(run(run, kafka.bootstrapServers(), folder));
            }
            ratios.sort(null);
            say("median of %d runs: folding takes %.1f times what reading takes", runs, ratios.get(runs / 2));
            return 0;
        } catch (BenchException | EmbeddedKafkaException failed) {
            spec.commandLine().getErr().println("starkbeat: " + failed.getMessage());
            return 1;
        } finally {
            delete(folder);
        }
    }

    private double run(int run, String bootstrapServers, Path folder) throws Exception {
        Map<String, String> environment = environment(run, bootstrapServers, folder);
        KafkaSettings kafka = KafkaSettings.read(environment);
        new TopicProvisioner(kafka).provision("bench", List.of(Topic.NODE_TELEMETRY));
        new Backlog(records, sessions).write(kafka, PARTITIONS);
        Duration read = PlainReader.read(kafka, records);
        Duration folded = fold(kafka, environment);
        double ratio = (double) folded.toNanos() / read.toNanos();
        say("run %d: read %,.0f records/s, folded %,.0f records/s, ratio %.1f", run, perSecond(read),
                perSecond(folded), ratio);
        return ratio;
    }

    /// The caller's own settings, so that another can be tried, and over them what makes the run stand alone.
    private Map<String, String> environment(int run, String bootstrapServers, Path folder) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers, "TOPIC_PREFIX", "run-" + run + ".",
                "TOPIC_PARTITIONS", String.valueOf(PARTITIONS), "PROCESSING_GUARANTEE", guarantee, "STATE_DIR",
                folder.resolve("run-" + run).toString(), "MANAGEMENT_PORT", "0", "LISTEN_HOST", "127.0.0.1"));
        return environment;
    }

    /// From the last look at which nothing was committed to the one at which all is.
    private Duration fold(KafkaSettings kafka, Map<String, String> environment) throws Exception {
        String group = AggregatorSettings.applicationId(kafka);
        try (ServiceProcess aggregator = ServiceProcess.of(environment, List.of(new AggregatorDefinition()));
                Admin admin = Admin.create(kafka.admin("bench-progress"))) {
            aggregator.start();
            long begun = System.nanoTime();
            long giveUp = begun + GIVE_UP_AFTER.toNanos();
            for (long now = begun; now < giveUp; now = System.nanoTime()) {
                long committed = committed(admin, group, kafka.topic(Topic.NODE_TELEMETRY));
                if (committed == 0) {
                    begun = now;
                } else if (committed >= records) {
                    return Duration.ofNanos(System.nanoTime() - begun);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            throw new BenchException("the backlog was not folded within " + GIVE_UP_AFTER.toMinutes() + " minutes");
        }
    }

    /// The sum of the offsets over partitions. Under exactly-once an offset is of the input, so no marker counts.
    private static long committed(Admin admin, String group, String topic)
            throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private double perSecond(Duration time) {
        return records * 1e9 / time.toNanos();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void say(String line, Object... values) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, line, values));
        spec.commandLine().getOut().flush();
    }
}
