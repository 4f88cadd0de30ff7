package io.starkbeat.gateway.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided search for bytes on which the decoder fails, from the golden messages on: what each build can spare.
/// [DecoderLongFuzzTest] does the same for longer.
@Tag("fuzz")
class DecoderFuzzTest {
    private final MessageDecoder decoder = new MessageDecoder();

    static List<byte[]> seeds() {
        return DecodedRecords.goldenMessages();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3s")
    void anyBytesAreRefusedOrRead(byte[] bytes) {
        DecodedRecords.assertSurvives(decoder.decode(bytes, DecodedRecords.NOW));
    }
}
