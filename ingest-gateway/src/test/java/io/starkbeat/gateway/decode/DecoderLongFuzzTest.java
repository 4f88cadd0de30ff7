package io.starkbeat.gateway.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/// [DecoderFuzzTest]'s search, at length: only with the profile `fuzz` (CONTRIBUTING).
@Tag("fuzz-long")
class DecoderLongFuzzTest {
    private final MessageDecoder decoder = new MessageDecoder();

    static List<byte[]> seeds() {
        return DecodedRecords.goldenMessages();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anyBytesAreRefusedOrRead(byte[] bytes) {
        DecodedRecords.assertSurvives(decoder.decode(bytes, DecodedRecords.NOW));
    }
}
