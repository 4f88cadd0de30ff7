package io.starkbeat.agent;

import static org.awaitility.Awaitility.await;

import io.starkbeat.agent.standin.NodeKind;
import io.starkbeat.agent.standin.StandInNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent's own thread, with a node that tells of its blocks.
class AgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void whenASubscriptionEndsTheNodeIsAskedAtOnceWhoItIs() throws Exception {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var settings = AgentSettings.of(new Given(
                    Map.of("node", node.url(), "node-ws", node.webSocketUrl(), "print", "true", "key",
                            folder.resolve("key").toString(), "network", "SN_SEPOLIA"),
                    Map.of(), Map.of()));
            var out = new ByteArrayOutputStream();
            try (var agent = new Agent(settings, "1", new PrintStream(out, true, StandardCharsets.UTF_8))) {
                var running = Thread.ofVirtual().start(() -> {
                    try {
                        agent.run();
                    } catch (InterruptedException told) {
                        Thread.currentThread().interrupt();
                    }
                });
                await().atMost(PATIENCE).until(() -> node.subscribers() == 1
                        && out.toString(StandardCharsets.UTF_8).contains("\"current_block_number_l2\":7"));
                var before = timesAskedForChain(node);
                // Another node has its place, and the agent was told of no error.
                node.setChain("0x534e5f4d41494e");
                node.endSubscriptions();
                await().atMost(PATIENCE).until(() -> timesAskedForChain(node) > before);
                node.setHeight(8);
                await().during(Duration.ofSeconds(2)).atMost(PATIENCE)
                        .until(() -> !out.toString(StandardCharsets.UTF_8).contains("\"current_block_number_l2\":8"));
                running.interrupt();
                running.join();
            }
        }
    }

    private static int timesAskedForChain(StandInNode node) {
        return Collections.frequency(node.asked(), "starknet_chainId");
    }
}
