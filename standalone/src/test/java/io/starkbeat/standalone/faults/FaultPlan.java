package io.starkbeat.standalone.faults;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// What a run of the suite does. The short form belongs to the build; the long one is asked for by system properties:
///
/// | property | default | |
/// |---|---|---|
/// | `faults.seeds` | 0: the short form | seeds of the long form, one after the other |
/// | `faults.first` | 1 | the first seed |
/// | `faults.guarantee` | `exactly_once_v2` | the aggregator's `PROCESSING_GUARANTEE` |
/// | `faults.only` | all | names of [Fault]s, separated by commas |
/// | `faults.sessions` | 200 | sockets open at a time |
/// | `faults.rate` | 1000 | messages per second |
///
/// @param seeds      each is a run with processes and topics of its own
/// @param guarantee  the aggregator's
/// @param faults     those that strike, in the order of the enum
/// @param sessions   sockets open at a time
/// @param rate       messages per second, all together
/// @param partitions of each joined topic
/// @param backlog    records that pile up before the aggregator is killed amid them
/// @param seconds    how long load goes before a fault, and after it
/// @param kafka      settings of the services' clients
record FaultPlan(List<Long> seeds, String guarantee, Set<Fault> faults, int sessions, int rate, int partitions,
        int backlog, int seconds, Map<String, String> kafka) {

    /// A second aggregator would be given nothing for ten minutes (`probing.rebalance.interval.ms`), until its copies have
    /// caught up with the changelogs; here it takes over at once, and folds when they have.
    private static final Map<String, String> AT_ONCE = Map.of("KAFKA_ACCEPTABLE_RECOVERY_LAG", "1000000000");

    /// What `up` does too, where broker and services die together. The suite's long form keeps the services' defaults,
    /// since it says how long readers stand still.
    private static final Map<String, String> IMPATIENT = Map.of("KAFKA_SESSION_TIMEOUT_MS", "3000",
            "KAFKA_HEARTBEAT_INTERVAL_MS", "1000", "KAFKA_TRANSACTION_TIMEOUT_MS", "3000",
            "KAFKA_ACCEPTABLE_RECOVERY_LAG", "1000000000");

    static FaultPlan asked() {
        var seeds = Integer.getInteger("faults.seeds", 0);
        var guarantee = System.getProperty("faults.guarantee", "exactly_once_v2");
        if (seeds == 0) {
            return new FaultPlan(List.of(1L), guarantee,
                    only(EnumSet.of(Fault.AGGREGATOR_BETWEEN, Fault.GATEWAY, Fault.BROKER)),
                    Integer.getInteger("faults.sessions", 60), Integer.getInteger("faults.rate", 300), 3, 2_000, 2,
                    IMPATIENT);
        }
        var first = Long.getLong("faults.first", 1);
        return new FaultPlan(LongStream.range(first, first + seeds).boxed().toList(), guarantee,
                only(EnumSet.allOf(Fault.class)), Integer.getInteger("faults.sessions", 200),
                Integer.getInteger("faults.rate", 1_000), 6, 20_000, 8, AT_ONCE);
    }

    private static Set<Fault> only(Set<Fault> usual) {
        var asked = System.getProperty("faults.only", "");
        if (asked.isEmpty()) {
            return usual;
        }
        var chosen = EnumSet.noneOf(Fault.class);
        Arrays.stream(asked.split(",")).map(name -> Fault.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .forEach(chosen::add);
        return chosen;
    }
}
