package io.starkbeat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> LoopbackPort.open(other.getLocalPort()))
                    .isInstanceOfSatisfying(EmbeddedKafkaException.PortTaken.class,
                            e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void aPortListensOnTheLoopbackOnly() throws Exception {
        try (var port = LoopbackPort.open(0); var socket = port.take()) {
            assertThat(((InetSocketAddress) socket.getLocalAddress()).getAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void aPortThatIsHeldRefusesClientsAndIsTakenAgain() throws Exception {
        try (var port = LoopbackPort.open(0)) {
            try (var socket = port.take(); var client = connect(port.number())) {
                assertThat(client.isConnected()).isTrue();
                assertThat(socket.isOpen()).isTrue();
            }
            port.hold();
            assertThatThrownBy(() -> connect(port.number())).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> bindWithoutReuse(port.number())).isInstanceOf(java.net.BindException.class);
            try (var again = port.take()) {
                assertThat(again.socket().getLocalPort()).isEqualTo(port.number());
                connect(port.number()).close();
            }
        }
    }

    private static Socket connect(int port) throws Exception {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static void bindWithoutReuse(int port) throws Exception {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        }
    }
}
