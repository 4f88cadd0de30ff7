package io.starkbeat.gateway.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided search for bytes on which the decoder fails. A usual build tries the golden messages alone; with
/// `JAZZER_FUZZ=1` in the environment it goes on from them, until it finds something or its time is over (CONTRIBUTING).
class DecoderFuzzTest {
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
