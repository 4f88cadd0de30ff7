package io.starkbeat.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.NodeReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What tests ask of whatever was decoded.
final class DecodedRecords {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private DecodedRecords() {}

    /// Whatever was read can be written, and is read again as the same.
    static void assertSurvives(Decoded decoded) {
        switch (decoded) {
            case Decoded.Refused refused -> assertThat(refused.detail()).isNotBlank();
            case Decoded.Reports reports -> {
                assertThat(reports.reports()).isNotEmpty();
                reports.reports().forEach(DecodedRecords::assertSurvives);
            }
        }
    }

    static void assertSurvives(DecodedReport report) {
        NodeReport record = record(report);
        NodeReport read = (NodeReport) RecordCodec.SESSION_EVENT.decode(RecordCodec.SESSION_EVENT.encode(record));
        assertThat(read.fields()).isEqualTo(record.fields());
        assertThat(read.reportedAt()).isEqualTo(record.reportedAt());
        assertThat(read.dialect()).isEqualTo(record.dialect());
        assertThat(read.extensions() == null).isEqualTo(record.extensions() == null);
        // Extensions lose the space between their parts on the first way through a record, and nothing on the second.
        assertThat(RecordCodec.SESSION_EVENT.decode(RecordCodec.SESSION_EVENT.encode(read))).isEqualTo(read);
    }

    static NodeReport record(DecodedReport report) {
        return new NodeReport("session", 1, NOW, "gateway", report.reportedAt(), report.dialect(), report.fields(),
                report.extensions());
    }

    /// The folders of the golden files.
    static List<Path> golden() {
        try (Stream<Path> folders = Files.list(Path.of(
                Objects.requireNonNull(DecodedRecords.class.getResource("/golden")).toURI()))) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The messages of the golden files.
    static List<byte[]> goldenMessages() {
        return golden().stream().map(folder -> {
            try {
                return Files.readAllBytes(folder.resolve("message.json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }
}
