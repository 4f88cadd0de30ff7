package io.starkbeat.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.address.Host;
import io.starkbeat.gateway.session.PeerIdClaims;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerIdsPerAddressTest {
    /// A clock of the JVM may have any value, also one that overflows soon.
    private long now = Long.MAX_VALUE - 1000;
    private final PeerIdsPerAddress peerIds = new PeerIdsPerAddress(2, () -> now);
    private final PeerIdClaims one = peerIds.of(Host.of(InetAddress.ofLiteral("192.0.2.1")));
    private final PeerIdClaims other = peerIds.of(Host.of(InetAddress.ofLiteral("192.0.2.2")));

    private void after(Duration duration) {
        now += duration.toNanos();
    }

    @Test
    void addressMayClaimAsManyAsTheLimitAndNoMore() {
        assertThat(one.claim("a")).isTrue();
        assertThat(one.claim("b")).isTrue();
        assertThat(one.claim("c")).isFalse();
        assertThat(other.claim("c")).isTrue();
        assertThat(one.refusal()).contains("2 peer ids", "MAX_PEER_IDS_PER_ADDRESS", "24 h");
    }

    @Test
    void knownPeerIdIsNoNewClaim() {
        one.claim("a");
        one.claim("b");
        assertThat(one.claim("a")).isTrue();
        one.end("a");
        one.end("a");
        after(Duration.ofHours(23));
        assertThat(one.claim("a")).isTrue();
        after(Duration.ofHours(100));
        assertThat(one.claim("c")).isFalse();
        assertThat(peerIds.known()).isEqualTo(2);
    }

    @Test
    void claimIsRememberedForADayAfterItsLastSession() {
        one.claim("a");
        one.claim("a");
        one.claim("b");
        one.end("a");
        after(PeerIdsPerAddress.REMEMBERED_FOR);
        assertThat(one.claim("c")).isFalse();

        one.end("a");
        after(PeerIdsPerAddress.REMEMBERED_FOR.minusNanos(1));
        assertThat(one.claim("c")).isFalse();
        after(Duration.ofNanos(1));
        assertThat(one.claim("c")).isTrue();
        assertThat(one.claim("a")).isFalse();
    }

    /// Twice as many addresses as are remembered, one short session each.
    @Test
    void memoryIsBoundedAndEmptiesItself() {
        assertThat(one.claim("long")).isTrue();
        for (int i = 0; i < 200_000; i++) {
            PeerIdClaims passing = peerIds.of(new Host(false, i));
            assertThat(passing.claim("p")).isTrue();
            passing.end("p");
        }
        assertThat(peerIds.known()).isBetween(PeerIdsPerAddress.MOST_REMEMBERED, PeerIdsPerAddress.MOST_REMEMBERED + 2);
        assertThat(peerIds.addresses()).isEqualTo(peerIds.known());
        // The open session's claim is not among those that are forgotten.
        assertThat(one.claim("long")).isTrue();
        assertThat(one.claim("b")).isTrue();
        assertThat(one.claim("c")).isFalse();

        after(PeerIdsPerAddress.REMEMBERED_FOR);
        assertThat(one.claim("b")).isTrue();
        assertThat(peerIds.known()).isEqualTo(2);
        assertThat(peerIds.addresses()).isEqualTo(1);
    }
}
