package io.starkbeat.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.address.Host;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SocketsPerAddressTest {
    private static final Host ONE = host("192.0.2.1");
    private static final Host OTHER = host("192.0.2.2");

    private final SocketsPerAddress sockets = new SocketsPerAddress(3);

    private static Host host(String address) {
        return Host.of(InetAddress.ofLiteral(address));
    }

    private SocketsPerAddress.Slot take(Host host) {
        return Objects.requireNonNull(sockets.take(host));
    }

    @Test
    void addressMayHaveAsManyAsTheLimitAndNoMore() {
        SocketsPerAddress.Slot first = take(ONE);
        take(ONE);
        take(ONE);
        assertThat(sockets.take(ONE)).isNull();
        assertThat(sockets.take(OTHER)).isNotNull();

        first.giveBack();
        first.giveBack();
        assertThat(sockets.take(ONE)).isNotNull();
        assertThat(sockets.take(ONE)).isNull();
        assertThat(sockets.taken()).isEqualTo(4);
    }

    @Test
    void nothingIsHeldOfAnAddressWithoutASocket() {
        List<SocketsPerAddress.Slot> slots = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            slots.add(take(host("10.0." + i / 250 + "." + i % 250)));
        }
        assertThat(sockets.addresses()).isEqualTo(1000);
        slots.forEach(SocketsPerAddress.Slot::giveBack);
        assertThat(sockets.addresses()).isZero();
        assertThat(sockets.taken()).isZero();
    }

    @Test
    void holdsAcrossThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> most = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                most.add(threads.submit(() -> {
                    int refused = 0;
                    for (int i = 0; i < 20_000; i++) {
                        SocketsPerAddress.Slot slot = sockets.take(ONE);
                        if (slot == null) {
                            refused++;
                        } else {
                            assertThat(sockets.taken()).isBetween(0L, 4L);
                            slot.giveBack();
                        }
                    }
                    return refused;
                }));
            }
            for (Future<Integer> refused : most) {
                assertThat(refused.get()).isBetween(0, 20_000);
            }
        }
        assertThat(sockets.taken()).isZero();
        assertThat(sockets.addresses()).isZero();
    }

    @Test
    void ipv6HostIsItsSlash64AndMappedIpv4IsIpv4() {
        assertThat(host("2001:db8:1:2::1")).isEqualTo(host("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(host("2001:db8:1:2::1")).isNotEqualTo(host("2001:db8:1:3::1"));
        assertThat(host("::ffff:192.0.2.1")).isEqualTo(ONE);
        assertThat(host("::c000:201")).isNotEqualTo(ONE);
        assertThat(ONE).isNotEqualTo(OTHER);
    }
}
