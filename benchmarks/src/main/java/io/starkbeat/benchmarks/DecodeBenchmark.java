package io.starkbeat.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starkbeat.gateway.decode.Decoded;
import io.starkbeat.gateway.decode.DecodedReport;
import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.NodeReport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The gateway's work on one message, from its bytes to those of the record, beside the least that a tree of the message
/// would cost: to read it and to write it again, with nothing understood. [Decode] runs it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final String SESSION = "0d3ee2a5-7a35-4c5b-9c2e-5b7f4a1d8e10";
    private static final String GATEWAY = "gateway-1";
    private static final Instant NOW = Instant.parse("2024-07-12T09:23:11.456789Z");

    private final MessageDecoder decoder = new MessageDecoder();
    private final ObjectMapper mapper = new ObjectMapper();

    /// Which message: one for each new block, or what a node says first.
    @Param({"block-report", "first-report"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String message;

    private byte[] bytes = {};
    private long seq;

    /// Reads the message and sees that it is understood.
    ///
    /// @throws IOException when it is not there
    @Setup
    public void read() throws IOException {
        String file = "/messages/" + message + ".json";
        try (InputStream from = DecodeBenchmark.class.getResourceAsStream(file)) {
            if (from == null) {
                throw new FileNotFoundException(file);
            }
            bytes = from.readAllBytes();
        }
        DecodedReport report = decoded();
        if (!report.faults().isEmpty() || report.extensions() != null) {
            throw new IllegalStateException(file + " is not understood: " + report);
        }
    }

    /// Starkbeat's way.
    @Benchmark
    public byte[] ours() {
        DecodedReport report = decoded();
        return RecordCodec.SESSION_EVENT.encode(new NodeReport(SESSION, seq++, NOW, GATEWAY, report.reportedAt(),
                report.dialect(), report.fields(), report.extensions()));
    }

    /// The tree's.
    ///
    /// @throws IOException when the message is no JSON
    @Benchmark
    public byte[] tree() throws IOException {
        return mapper.writeValueAsBytes(mapper.readTree(bytes));
    }

    private DecodedReport decoded() {
        return switch (decoder.decode(bytes, NOW)) {
            case Decoded.Reports decoded -> decoded.reports().getFirst();
            case Decoded.Refused refused -> throw new IllegalStateException(refused.detail());
        };
    }
}
