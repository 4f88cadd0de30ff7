package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is said to an endpoint, and in which order.
class OutboxTest {
    private static final Pattern MSG = Pattern.compile("\"msg\":\"([^\"]*)\"");

    private final MessageWriter writer = new MessageWriter();
    private final Outbox outbox = new Outbox(4, writer);

    @Test
    void whatWaitsIsForgottenToo() throws Exception {
        offer("block", 1);
        offer("peers", 1);
        offer("block", 2);
        outbox.forget("block");
        outbox.connected();
        assertThat(takeAll()).containsExactly("peers");
        assertThat(outbox.counts()).isEqualTo(new TelemetryCounts.OfEndpoint(3, 1, 2, 0, 0, 0, 1));
    }

    @Test
    void afterAFailedAttemptHowThingsStandIsSaidAndNotWhatWaited() throws Exception {
        offer("identity", 1);
        offer("block", 1);
        outbox.disconnected();
        offer("block", 2);
        outbox.connected();
        assertThat(takeAll()).containsExactly("identity", "block");
        assertThat(outbox.counts()).isEqualTo(new TelemetryCounts.OfEndpoint(3, 0, 3, 0, 0, 2, 1));
    }

    @Test
    void theIdentityIsFirstOnAConnectionWhateverIsSentBeforeItHasGoneOut() throws Exception {
        offer("identity", 1);
        offer("block", 1);
        outbox.disconnected();
        outbox.connected();
        offer("block", 2);
        offer("new", 1);
        assertThat(outbox.take(0).map(OutboxTest::msg)).contains("identity");
        outbox.taken();
        assertThat(takeAll()).containsExactly("block", "new");
        offer("block", 3);
        assertThat(takeAll()).containsExactly("block");
        assertThat(outbox.counts()).isEqualTo(new TelemetryCounts.OfEndpoint(5, 1, 4, 0, 0, 3, 1));
    }

    @Test
    void whatIsOwedIsBoundedByWhatIsKept() throws Exception {
        for (var kind = 0; kind < 10_000; kind++) {
            offer("kind " + kind, 1);
        }
        assertThat(outbox.isEmpty()).isFalse();
        for (var kind = 0; kind < RetainedState.MAX_KINDS; kind++) {
            outbox.forget("kind " + kind);
        }
        assertThat(outbox.isEmpty()).as("nothing is owed of what is not kept").isTrue();
    }

    private void offer(String msg, int value) {
        var event = new TelemetryEvent(0, Map.of("msg", msg, "value", value), 0);
        outbox.offer(event, writer.write(event.message(), event.at()).orElseThrow());
    }

    private List<String> takeAll() throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (var text = outbox.take(0); text.isPresent(); text = outbox.take(0)) {
            all.add(msg(text.get()));
            outbox.taken();
        }
        return all;
    }

    private static String msg(String text) {
        var found = MSG.matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
