package io.starkbeat.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Conversion;
import io.starkbeat.schemas.field.DialectKey;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Truth;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the table of Substrate's keys to what the decoder makes of them: each alone in a message of its type.
class SubstrateKeysTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MINUTE_AGO = NOW.toEpochMilli() - 60_000;

    private final MessageDecoder decoder = new MessageDecoder();

    /// What is sent for a key, and what the field then is.
    private record Sample(Object sent, String read) {}

    static List<DialectKey> keys() {
        return DialectKey.SUBSTRATE;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyIsTheFieldThatTheTableSays(DialectKey key) {
        for (Sample sample : samples(key)) {
            DecodedReport report = report(message(key.messageType(), key.key(), sample.sent()));

            assertThat(report.dialect()).isEqualTo("substrate");
            assertThat(report.faults()).isEmpty();
            assertThat(report.fields().known()).containsExactly(key.field());
            assertThat(String.valueOf(report.fields().get(key.field()))).isEqualTo(sample.read());
            // An operating system is given back by its field when nothing is added to it.
            if (key.conversion() != Conversion.SYSTEM_NAME || key.isNested()) {
                assertThat(extensions(report).containsKey(key.outermost()))
                        .as("%s is kept", key.outermost())
                        .isEqualTo(key.keepsAsSent());
            }
        }
    }

    /// Nor does the case of a key matter.
    @ParameterizedTest
    @MethodSource("keys")
    void aFieldsOwnNameOutranksIt(DialectKey key) {
        Sample sample = samples(key).getFirst();
        String own = "\"" + key.field().kafkaName() + "\":" + switch (key.field().kind()) {
            case TEXT, PEER_ID -> "\"own\"";
            case CAPABILITY -> "\"FullNode\"";
            case HASH -> "\"0xabc\"";
            case WHOLE, NUMBER, PERCENT -> "7";
        };
        String message = message(key.messageType(), key.key(), sample.sent())
                .replaceFirst(key.outermost(), key.outermost().toUpperCase(Locale.ROOT));

        assertThat(report(message).fields().known()).containsExactly(key.field());
        assertThat(String.valueOf(report(message.replaceFirst("\\{", "{" + own + ",")).fields().get(key.field())))
                .isNotEqualTo(sample.read());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyMeansNothingInOtherMessages(DialectKey key) {
        Sample sample = samples(key).getFirst();
        Stream.concat(Stream.of("afg.finality"), DialectKey.SUBSTRATE.stream().map(DialectKey::messageType))
                .distinct()
                .filter(type -> DialectKey.SUBSTRATE.stream()
                        .noneMatch(other -> other.messageType().equals(type)
                                && other.outermost().equals(key.outermost())))
                .forEach(type -> assertThat(report(message(type, key.key(), sample.sent())).fields().isEmpty())
                        .as("%s in %s", key.key(), type)
                        .isTrue());
    }

    @Test
    void bothDirectionsAddUpAndBothNamesOfASystemStandTogether() {
        assertThat(
                String.valueOf(report("{\"msg\":\"system.interval\",\"bandwidth_upload\":1,\"bandwidth_download\":2}")
                        .fields().get(Field.NETWORK_TRAFFIC)))
                .isEqualTo("3");
        DecodedReport connected = report(
                "{\"msg\":\"system.connected\",\"target_os\":\"linux\",\"sysinfo\":{\"linux_distro\":\"Debian\"}}");
        assertThat(connected.fields().text(Field.OPERATING_SYSTEM)).isEqualTo("linux (Debian)");
        assertThat(extensions(connected).fieldNames()).contains("target_os",
                "sysinfo");
    }

    private static JsonObject extensions(DecodedReport report) {
        return new JsonObject(Objects.requireNonNull(report.extensions()).text());
    }

    private static List<Sample> samples(DialectKey key) {
        return switch (key.conversion()) {
            case CLIENT_NAME -> List.of(new Sample("Madara Node", "Madara"));
            case CHAIN_ID, CHAIN_ID_OR_PEER_ID -> List.of(new Sample("Starknet Mainnet", "SN_MAIN"),
                    new Sample("My Devnet", "My Devnet"));
            case AUTHORITY -> authorities();
            case UPTIME_OF_START -> List.of(new Sample(MINUTE_AGO, "60"),
                    new Sample(String.valueOf(MINUTE_AGO), "60"));
            case BYTES_TO_MEGABYTES -> List.of(new Sample(32_000 * Conversion.BYTES_PER_MEGABYTE, "32000"));
            case SUM -> List.of(new Sample(1000.5, "1000.5"));
            case SYSTEM_NAME -> List.of(new Sample("linux", "linux"));
            case AS_SENT -> switch (key.field().kind()) {
                case HASH -> List.of(new Sample("0x7AEF", "0x7aef"));
                case WHOLE -> List.of(new Sample(99, "99"), new Sample("99", "99"), new Sample("0x63", "99"));
                case TEXT -> List.of(new Sample("AMD EPYC", "AMD EPYC"));
                case PEER_ID, CAPABILITY, NUMBER, PERCENT ->
                    throw new IllegalStateException("give " + key + " a sample");
            };
        };
    }

    private static List<Sample> authorities() {
        List<Sample> samples = new ArrayList<>();
        for (Truth truth : Truth.values()) {
            String capability = truth == Truth.YES ? "Sequencer" : "FullNode";
            samples.add(new Sample(truth == Truth.YES, capability));
            samples.add(new Sample(truth == Truth.YES ? 1 : 0, capability));
            truth.forms().forEach(form -> samples.add(new Sample(form, capability)));
        }
        return samples;
    }

    private static String message(String type, String path, Object value) {
        String[] keys = path.split("\\.", -1);
        String json = Json.encode(value);
        for (int i = keys.length - 1; i > 0; i--) {
            json = "{\"" + keys[i] + "\":" + json + "}";
        }
        return "{\"" + keys[0] + "\":" + json + ",\"msg\":\"" + type + "\"}";
    }

    private DecodedReport report(String message) {
        return ((Decoded.Reports) decoder.decode(message.getBytes(UTF_8), NOW)).reports().getFirst();
    }
}
