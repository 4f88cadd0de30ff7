package io.starkbeat.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each folder of `golden` holds a message as a node sends it and the record that it becomes.
class GoldenReportsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MessageDecoder decoder = new MessageDecoder();

    static List<Path> cases() {
        return DecodedRecords.golden();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesItsRecord(Path folder) throws IOException {
        byte[] message = Files.readAllBytes(folder.resolve("message.json"));
        SessionEvent expected = RecordCodec.SESSION_EVENT.decode(Files.readAllBytes(folder.resolve("report.json")));

        Decoded decoded = decoder.decode(message, NOW);

        assertThat(decoded).isInstanceOf(Decoded.Reports.class);
        List<DecodedReport> reports = ((Decoded.Reports) decoded).reports();
        assertThat(reports).hasSize(1);
        assertThat(asWritten(reports.getFirst())).isEqualTo(expected);
    }

    /// The golden folders hold whole messages; the specification's example holds them one behind the other.
    @ParameterizedTest
    @MethodSource("cases")
    void isReadTheSameInAnArray(Path folder) throws IOException {
        String message = Files.readString(folder.resolve("message.json"));
        DecodedReport alone = ((Decoded.Reports) decoder.decode(message.getBytes(UTF_8), NOW)).reports().getFirst();

        Decoded decoded = decoder.decode(("[" + message + " , {}, " + message + "]").getBytes(UTF_8), NOW);

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Reports.class, reports -> {
            assertThat(reports.reports()).hasSize(3);
            assertThat(reports.reports().getFirst()).isEqualTo(alone);
            assertThat(reports.reports().getLast()).isEqualTo(alone);
        });
    }

    private static SessionEvent asWritten(DecodedReport report) {
        return RecordCodec.SESSION_EVENT.decode(RecordCodec.SESSION_EVENT.encode(DecodedRecords.record(report)));
    }
}
