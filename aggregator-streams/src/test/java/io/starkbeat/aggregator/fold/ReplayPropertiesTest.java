package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whoever dies in between, the states are the fold of the log.
class ReplayPropertiesTest {

    /// @param folded      records folded before it
    /// @param commits     whether what was folded halfway is committed
    /// @param changesKept how much of the changelog since then is kept, 0 to 1
    /// @param outputKept  how much of what was published
    private record Crash(int folded, boolean commits, double changesKept, double outputKept) {}

    @Property(tries = 1000)
    void anyCrashesGiveTheSameStatesAndReadersTheSameTable(@ForAll("logs") TelemetryLogs.Log log,
            @ForAll("crashes") List<Crash> crashes) {
        CrashingTables process = new CrashingTables(log.records());
        for (Crash crash : crashes) {
            process.fold(crash.folded() / 2);
            if (crash.commits()) {
                process.commit();
            }
            process.fold(crash.folded() - crash.folded() / 2);
            process.crash(crash.changesKept(), crash.outputKept());
        }
        process.fold(Integer.MAX_VALUE);

        Tables undisturbed = Tables.folded(log.records());
        assertThat(process.nodes()).isEqualTo(undisturbed.nodes);
        assertThat(process.readersNodes()).isEqualTo(undisturbed.nodes);
    }

    /// The input is read again from any earlier place, with the tables as they are.
    @Property
    void anyRepetitionOfPrefixesGivesTheSameStates(@ForAll("logs") TelemetryLogs.Log log,
            @ForAll("cuts") List<Integer> cuts) {
        Tables tables = new Tables();
        for (int cut : cuts) {
            log.records().subList(0, Math.min(cut, log.records().size())).forEach(tables::fold);
        }
        log.records().forEach(tables::fold);

        assertThat(tables.nodes).isEqualTo(Tables.folded(log.records()).nodes);
    }

    @Provide
    Arbitrary<TelemetryLogs.Log> logs() {
        return TelemetryLogs.logs(80);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(0, 160).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Crash>> crashes() {
        return Combinators.combine(Arbitraries.integers().between(0, 60), Arbitraries.of(true, false),
                Arbitraries.doubles().between(0, 1), Arbitraries.doubles().between(0, 1)).as(Crash::new).list()
                .ofMinSize(1).ofMaxSize(5);
    }
}
