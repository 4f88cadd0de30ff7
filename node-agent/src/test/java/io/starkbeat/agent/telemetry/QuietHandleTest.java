package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What telemetry costs a node that has none.
class QuietHandleTest {
    private static final int SENDS = 100_000;

    @Test
    void aHandleThatTellsNobodyAllocatesNothing() {
        var handle = TelemetryHandle.off();
        Map<String, Object> message = Map.of("msg", "network.update", "peer_count", 43);
        // Classes are loaded, and the bean's own first answer is made.
        allocated(handle, message, 1_000);
        assertThat(allocated(handle, message, SENDS)).as("bytes for %d sends", SENDS)
                .isEqualTo(allocated(handle, message, 0));
    }

    private static long allocated(TelemetryHandle handle, Map<String, Object> message, int sends) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var thread = Thread.currentThread().threadId();
        var before = threads.getThreadAllocatedBytes(thread);
        for (var send = 0; send < sends; send++) {
            handle.send(0, message);
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
