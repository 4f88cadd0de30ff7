package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The parts that need no socket.
class TelemetryPartsTest {
    @ParameterizedTest
    @CsvSource({"wss://host/submit 1, wss://host/submit, 1", "ws://host:8080/submit, ws://host:8080/submit, 0",
            "'  WSS://host/x?y=z   255 ', WSS://host/x?y=z, 255"})
    void anEndpointIsAnAddressAndAVerbosity(String text, String uri, int verbosity) {
        var endpoint = TelemetryEndpoint.parse(text);
        assertThat(endpoint).isEqualTo(TelemetryEndpoint.of(uri, verbosity));
        assertThat(endpoint.uri()).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://host/submit", "ws:///submit", "ws://host/submit x", "ws://host/submit 256",
            "ws://host/submit -1", "ws://host/submit 1 2", "ws://ho st/submit", "ws://host/#a", "submit",
            "ws://host:0/submit", "ws://host:65536/submit"})
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> TelemetryEndpoint.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("telemetry").message().doesNotContain("\n");
    }

    @Test
    void aPasswordIsNotShown() {
        assertThat(TelemetryEndpoint.parse("wss://me:secret@host/submit")).hasToString("wss://host/submit");
    }

    @Test
    void aHeaderThatNoHandshakeCanHaveIsRefusedAndNotShown() {
        for (var value : List.of("sec\nret", "sec\u0000ret", "sécrèt\u2026")) {
            assertThatThrownBy(() -> TelemetryConfig.of().withHeaders(Map.of("Authorization", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Authorization").message().doesNotContain("sec").doesNotContain("ret");
        }
        assertThatThrownBy(() -> TelemetryConfig.of().withHeaders(Map.of("User Agent", "x")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("header");
    }

    @Test
    void waitsGrowToTheBoundAreScatteredAndBeginAnew() {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));
        var waits = IntStream.range(0, 12).mapToObj(_ -> backoff.next()).toList();
        for (var number = 0; number < waits.size(); number++) {
            var plain = Math.min(200_000, 1_000L << number);
            assertThat(waits.get(number).toMillis()).isBetween(plain / 2, plain * 3 / 2);
        }
        assertThat(waits).doesNotHaveDuplicates();
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void whatManySendIsReceivedOnceAndInEachSendersOrder() throws InterruptedException {
        var channel = new EventChannel(1_000);
        var senders = new ArrayList<Thread>();
        var each = 20_000;
        for (var sender = 0; sender < 4; sender++) {
            var name = "sender " + sender;
            senders.add(Thread.ofPlatform().start(() -> {
                for (var number = 0; number < each; number++) {
                    while (!channel.offer(new TelemetryEvent(0, Map.of("msg", name, "number", number), 0))) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        List<TelemetryEvent> received = new ArrayList<>();
        var next = new HashMap<Object, Integer>();
        while (received.size() < 4 * each) {
            if (channel.poll() instanceof TelemetryEvent event) {
                received.add(event);
                assertThat(event.message().get("number"))
                        .isEqualTo(next.merge(RetainedState.kindOf(event.message()), 1, Integer::sum) - 1);
            } else {
                channel.await();
            }
        }
        for (var sender : senders) {
            sender.join();
        }
        assertThat(channel.poll()).isNull();
        assertThat(channel.offered()).isEqualTo(4L * each);
    }

    @Test
    void aChannelHoldsWhatItIsSaidToHold() {
        for (var capacity : new int[]{1, 2, 3, 1_000, 1_024}) {
            var channel = new EventChannel(capacity);
            var event = new TelemetryEvent(0, Map.of("msg", "m"), 0);
            for (var round = 0; round < 3; round++) {
                for (var number = 0; number < capacity; number++) {
                    assertThat(channel.offer(event)).isTrue();
                }
                assertThat(channel.offer(event)).isFalse();
                for (var number = 0; number < capacity; number++) {
                    assertThat(channel.poll()).isEqualTo(event);
                }
                assertThat(channel.poll()).isNull();
            }
        }
    }
}
