package io.starkbeat.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever process dies, whatever it was doing: nothing that was accepted is missing, and no node's state differs from
/// the fold of the log. In the build a short form; the long one by `-Dfaults.seeds=5` (see [FaultPlan]).
class FaultsIT {
    private static final FaultPlan PLAN = FaultPlan.asked();
    private static final Path FOLDER = Path.of("target", "faults", PLAN.guarantee()).toAbsolutePath();
    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    private static List<Long> seeds() {
        return PLAN.seeds();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void thePictureStaysTrue(long seed) throws IOException {
        var outcomes = new ArrayList<Outcome>();
        var remaining = new ArrayList<>(PLAN.faults());
        for (var attempt = 1; !remaining.isEmpty(); attempt++) {
            // What a fault has spoilt is not held against the next: that meets a system of its own.
            try (var run = FaultRun.start(PLAN, seed, emptied(FOLDER.resolve("seed-" + seed + "-" + attempt)))) {
                Outcome outcome;
                do {
                    outcome = run.suffer(remaining.removeFirst());
                    outcomes.add(outcome);
                } while (outcome.complaints().isEmpty() && !remaining.isEmpty());
            }
        }
        OUTCOMES.addAll(outcomes);
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.complaints()).as(outcome.fault().name()).isEmpty();
            assertThat(outcome.missing()).as(outcome.fault().name()).isZero();
            assertThat(outcome.different()).as(outcome.fault().name()).isZero();
        });
    }

    @AfterAll
    static void tell() throws IOException {
        var table = Outcome.table(PLAN.guarantee(), OUTCOMES);
        System.out.println(table);
        Files.writeString(FOLDER.resolve("outcomes.txt"), table);
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        return folder;
    }
}
