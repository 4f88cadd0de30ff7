package io.starkbeat.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.starkbeat.schemas.session.RejectionReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the bytes are: never an exception, and whatever is read can be written and read again.
class DecoderPropertiesTest {
    private static final String SYNTAX = "{}[]\":,\\u0d8e1-.+Etfn \n";
    private static final List<byte[]> GOLDEN = DecodedRecords.goldenMessages();
    private static final List<String> KEYS = List.of("name", "peer_id", "network", "Network", "Node", "System",
            "payload",
            "ts", "msg", "best", "height", "cpu", "memory", "peer_count", "sysinfo", "chain", "network_id", "authority",
            "startup_time", "bandwidth_upload", "bandwidth_download", "target_os", "implementation", "gpu",
            "\\u006eame",
            "\\ud83d", "ключ", "");
    private static final List<String> SCALARS = List.of("null", "true", "false", "0", "-0", "-1", "1.5", "1e400",
            "4.50E-2",
            "18446744073709551616", "\"\"", "\" \"", "\"x\"", "\"0x1f\"", "\"1e3\"", "\"\\ud83d\"",
            "\"\\ud83d\\ude00\"", "\"\u202eü\"",
            "\"2024-07-11T11:46:08.602688201+00:00\"", "\"2024-07-11T11:46:60Z\"",
            "\"12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony\"", "\"system.connected\"", "\"system.interval\"",
            "\"block.import\"", "\"notify.finalized\"", "\"SN_MAIN\"", "\"1720698308602\"");

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonCursor.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final MessageDecoder decoder = new MessageDecoder();

    @Property(tries = 1000)
    void arbitraryBytesAreRefusedOrRead(@ForAll byte[] bytes) {
        DecodedRecords.assertSurvives(decoder.decode(bytes, DecodedRecords.NOW));
    }

    @Property(tries = 3000)
    void changedMessagesAreRefusedOrRead(@ForAll("changed") byte[] bytes) {
        DecodedRecords.assertSurvives(decoder.decode(bytes, DecodedRecords.NOW));
    }

    @Property(tries = 3000)
    void randomReportsAreRead(@ForAll("reports") String json) {
        Decoded decoded = decoder.decode(json.getBytes(UTF_8), DecodedRecords.NOW);

        DecodedRecords.assertSurvives(decoded);
        assertThat(decoded instanceof Decoded.Reports).isEqualTo(isJson(json.getBytes(UTF_8)));
    }

    /// Our own walk over JSON refuses what Jackson refuses, and nothing else.
    @Property(tries = 5000)
    void isAsStrictAsJackson(@ForAll("changed") byte[] bytes) {
        boolean json = isJson(bytes);

        switch (decoder.decode(bytes, DecodedRecords.NOW)) {
            case Decoded.Reports _ -> assertThat(json).as(new String(bytes, UTF_8)).isTrue();
            case Decoded.Refused refused when Set.of(RejectionReason.NOT_JSON, RejectionReason.TOO_DEEP)
                    .contains(refused.reason()) ->
                assertThat(json).as(new String(bytes, UTF_8)).isFalse();
            case Decoded.Refused _ -> {
                // It says nothing about what is JSON.
            }
        }
    }

    private static boolean isJson(byte[] bytes) {
        try (JsonParser parser = JACKSON.createParser(bytes)) {
            int open = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += open == 0 ? 1 : 0;
                // Jackson looks at a text or number only when it is asked for it.
                parser.getText();
            }
            return open == 0 && values == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /// Golden messages with a few bytes changed, or cut short.
    @Provide
    Arbitrary<byte[]> changed() {
        Arbitrary<Byte> bytes = Arbitraries.oneOf(
                Arbitraries.chars().with(SYNTAX.toCharArray()).map(c -> (byte) (char) c),
                Arbitraries.bytes());
        Arbitrary<List<Change>> changes = Combinators.combine(Arbitraries.doubles().between(0, 1), bytes)
                .as(Change::new)
                .list()
                .ofMaxSize(4);
        return Combinators.combine(Arbitraries.of(GOLDEN), changes, Arbitraries.doubles().between(0.5, 1.5))
                .as(DecoderPropertiesTest::changed);
    }

    /// @param place from 0, the first byte, to 1, the last
    private record Change(double place, byte to) {}

    private static byte[] changed(byte[] message, List<Change> changes, double kept) {
        byte[] changed = Arrays.copyOf(message, (int) (message.length * Math.min(1, kept)));
        for (Change change : changes) {
            changed[(int) (change.place() * (changed.length - 1))] = change.to();
        }
        return changed;
    }

    @Provide
    Arbitrary<String> reports() {
        Arbitrary<String> scalars = Arbitraries.of(SCALARS);
        return objectOf(Arbitraries.recursive(() -> scalars,
                inner -> Arbitraries.oneOf(scalars, objectOf(inner), arrayOf(inner)), 0, 3));
    }

    private static Arbitrary<String> objectOf(Arbitrary<String> values) {
        return Combinators.combine(Arbitraries.of(KEYS), values)
                .as((key, value) -> "\"" + key + "\" : " + value)
                .list()
                .ofMaxSize(6)
                .map(entries -> "{" + String.join(",\t", entries) + "}");
    }

    private static Arbitrary<String> arrayOf(Arbitrary<String> values) {
        return values.list().ofMaxSize(3).map(all -> "[" + String.join(" ,", all) + "]");
    }
}
