package io.starkbeat.crawler.libp2p.tcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TcpConnectorTest {
    /// As when the process has no descriptors left.
    @Test
    void aSocketThatCannotBeOpenedIsSaid() {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            TcpConnector connector = new TcpConnector(group, () -> {
                throw new ChannelException("too many open files");
            });
            assertThatThrownBy(
                    () -> connector.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                            Deadline.in(Duration.ofSeconds(10), "a test")))
                    .isInstanceOf(DialException.Unreachable.class).hasMessageContaining("too many open files");
        } finally {
            group.shutdownGracefully();
        }
    }
}
