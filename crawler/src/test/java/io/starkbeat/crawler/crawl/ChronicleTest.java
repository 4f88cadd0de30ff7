package io.starkbeat.crawler.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Heard;
import io.starkbeat.schemas.peer.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChronicleTest {
    private static final PeerId PEER = PeerId.ofEd25519(new byte[32]);

    private final Chronicle chronicle = new Chronicle(10);

    private void notMet(Failure failure) {
        chronicle.notMet(new Heard(PEER, List.of(), 1, true, true, Optional.of(failure)), Instant.EPOCH, 1);
    }

    @Test
    void whoWasCutShortByUsDoesNotBackOff() {
        for (int round = 0; round < 3; round++) {
            notMet(Failure.CUT_SHORT);
        }
        assertThat(chronicle.backsOff(PEER, 2)).isFalse();
        notMet(Failure.REFUSED);
        assertThat(chronicle.backsOff(PEER, 2)).isTrue();
    }
}
