package io.starkbeat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Whose address a session is given behind proxies, and when it is nobody's.
@ResourceLock(LogLines.RESOURCE)
class ProxyIT extends GatewayTestbed {
    private static final String PROXY = "127.0.0.9";

    @Override
    Map<String, String> settings() {
        return Map.of("TRUSTED_PROXIES", PROXY);
    }

    @Test
    void nodeBehindATrustedProxyIsTheNodeAndNotWhatItClaims() throws Exception {
        SessionOpened one = opened(PROXY, "X-Forwarded-For: 203.0.113.1, 192.0.2.1");
        SessionOpened again = opened(PROXY, "Forwarded: for=203.0.113.2, for=192.0.2.1");
        SessionOpened other = opened(PROXY, "X-Forwarded-For: 203.0.113.1, 192.0.2.2");

        assertThat(one.address()).isEqualTo("192.0.2.1");
        assertThat(again.address()).isEqualTo("192.0.2.1");
        assertThat(again.addressKey()).isEqualTo(one.addressKey());
        assertThat(other.addressKey()).isNotEqualTo(one.addressKey());
    }

    @Test
    void nodesBehindAnUndeclaredPrivateProxyAreNotOneAddressAndTheOperatorIsToldOnce() throws Exception {
        double counted = gateway.metric("sockets_behind_proxies_total");
        try (LogLines log = new LogLines()) {
            SessionOpened one = opened("127.0.6.1", "X-Forwarded-For: 192.0.2.1");
            SessionOpened same = opened("127.0.6.1", "X-Forwarded-For: 192.0.2.1");
            SessionOpened bare = opened("127.0.6.1");
            SessionOpened bareToo = opened("127.0.6.1");

            assertThat(one.address()).isEqualTo("127.0.6.1");
            assertThat(List.of(one.addressKey(), same.addressKey(), bare.addressKey())).doesNotHaveDuplicates()
                    .allMatch(key -> key.length() == 32);
            assertThat(bareToo.addressKey()).isEqualTo(bare.addressKey());
            assertThat(log.withText("TRUSTED_PROXIES")).singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("127.0.6.1", "MAX_SESSIONS_PER_ADDRESS");
            opened("127.0.6.2", "Forwarded: for=192.0.2.1");
            assertThat(log.withText("TRUSTED_PROXIES")).hasSize(2);
        }
        assertThat(gateway.metric("sockets_behind_proxies_total")).isEqualTo(counted + 3);
    }

    @Test
    void sessionThatGoesOnBehindSuchAProxyKeepsItsKey() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit", "127.0.6.3", "X-Forwarded-For: 192.0.2.1")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}").send("{\"peer_id\":\"" + newPeerId() + "\"}").flush();
            List<SessionEvent> events = events(awaitRecords(name, 5));
            assertThat(events.get(2)).isInstanceOf(SessionClosed.class);
            assertThat(((SessionOpened) events.get(3)).addressKey())
                    .isEqualTo(((SessionOpened) events.getFirst()).addressKey());
        }
    }

    @Test
    void inventedHeaderBesideTheProxysOwnIsNotBelieved() throws Exception {
        try (LogLines log = new LogLines()) {
            SessionOpened liar = opened(PROXY, "Forwarded: for=203.0.113.9", "X-Forwarded-For: 192.0.2.1");
            SessionOpened honest = opened(PROXY, "X-Forwarded-For: 192.0.2.1");
            assertThat(liar.address()).isEqualTo(PROXY);
            assertThat(honest.address()).isEqualTo("192.0.2.1");
            assertThat(liar.addressKey()).isNotEqualTo(honest.addressKey());
            assertThat(log.withText("different addresses")).hasSize(1);

            assertThat(opened(PROXY, "X-Forwarded-For: unknown").address()).isEqualTo(PROXY);
            assertThat(log.withText("does not say")).hasSize(1);
        }
    }
}
