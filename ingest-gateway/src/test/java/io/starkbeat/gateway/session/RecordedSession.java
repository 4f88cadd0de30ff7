package io.starkbeat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A session whose records are at hand, and what its tests say.
abstract class RecordedSession {
    static final String PEER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");

    final SessionRecorder out = new SessionRecorder();
    final Claims claims = new Claims();
    private final AtomicInteger ids = new AtomicInteger();
    final NodeSession session = new NodeSession("gw", new SessionOrigin("192.0.2.7", "key", "CH", "agent", "/submit"),
            claims, new MessageDecoder(), () -> "s" + ids.incrementAndGet(), out);

    /// What the address may claim: anything, unless it is full.
    static final class Claims implements PeerIdClaims {
        final List<String> held = new ArrayList<>();
        boolean full;

        @Override
        public boolean claim(String peerId) {
            return !full && held.add(peerId);
        }

        @Override
        public void end(String peerId) {
            assertThat(held.remove(peerId)).isTrue();
        }

        @Override
        public String refusal() {
            return "too many";
        }
    }

    void receive(String message, Instant now) {
        session.receive(message.getBytes(UTF_8), now);
    }

    static Instant after(Duration duration) {
        return T0.plus(duration);
    }

    static Fields name(String name) {
        return Fields.of(Field.NAME, new FieldValue.Text(name));
    }

    static Fields peer(String id) {
        return Fields.of(Field.PEER_ID, new FieldValue.Text(id));
    }
}
