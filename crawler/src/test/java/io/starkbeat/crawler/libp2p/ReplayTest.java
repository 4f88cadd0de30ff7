package io.starkbeat.crawler.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.testkit.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A conversation with a real js-libp2p peer, from its recorded bytes (`CONTRIBUTING.md` tells how to record it anew). So each
/// build meets a foreign implementation, without Node.js.
final class ReplayTest {
    /// multistream's header and `/noise`, three messages of Noise, multistream's header and `/yamux/1.0.0`.
    private static final int HANDSHAKE_BYTES = 28 + 2 + 32 + 2 + 48 + 104 + 16 + 2 + 34 + 16;

    /// An ephemeral key, an encrypted key, and an encrypted payload with an Ed25519 identity.
    private static final int NOISE_MESSAGE_BYTES = 32 + 48 + 104 + 16;

    private static List<String> recorded() throws IOException {
        try (var in = ReplayTest.class.getResourceAsStream("/libp2p/js-conversation.txt");
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }

    @Test
    void theConversationGoesAsItWent() throws Exception {
        Recording recording = Recording.parse(recorded());
        Recording.Replay replay = recording.replay();
        RecordedConversation.have(replay);
        // Up to here each byte follows from the keys; behind it frames may come in another order.
        assertThat(replay.told()).startsWith(recording.ours(HANDSHAKE_BYTES));
    }

    /// The peer's message in the handshake: with any of its bytes changed there is no connection.
    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 63, 64, 100, 183, 199})
    void aChangedByteIsNoticed(int at) throws Exception {
        List<String> lines = new ArrayList<>(recorded());
        int message = 0;
        while (!lines.get(message).startsWith("<") || lines.get(message).length() < 2 + 2 * NOISE_MESSAGE_BYTES) {
            message++;
        }
        StringBuilder changed = new StringBuilder(lines.get(message));
        int digit = 2 + 2 * at;
        changed.setCharAt(digit, changed.charAt(digit) == '0' ? '1' : '0');
        lines.set(message, changed.toString());
        assertThatThrownBy(() -> RecordedConversation.have(Recording.parse(lines).replay()))
                .isInstanceOf(DialException.Violation.class).hasMessageStartingWith("noise: ");
    }
}
