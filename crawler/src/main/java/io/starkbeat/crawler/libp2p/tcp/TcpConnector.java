package io.starkbeat.crawler.libp2p.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Makes connections.
public final class TcpConnector {
    /// Unsent bytes at which a writer waits for the peer to read: nothing that is said to a peer is longer.
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(16 * 1024, 64 * 1024);

    /// What one ask brings: one read of at most 16 KiB, which is what may lie here unread.
    private static final RecvByteBufAllocator ONE_READ = new AdaptiveRecvByteBufAllocator(64, 1024, 16 * 1024)
            .maxMessagesPerRead(1);

    private final Bootstrap bootstrap;

    public TcpConnector(EventLoopGroup group) {
        bootstrap = new Bootstrap().group(group)
                .channel(NioSocketChannel.class)
                // Ours, to the nanosecond, is the deadline.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, ONE_READ)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new TcpStream(channel));
                    }
                });
    }

    /// Waits until there is a connection.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody cares how the closing of a failed connection goes
    public TcpStream connect(InetSocketAddress address, Deadline deadline) throws DialException {
        ChannelFuture connecting = bootstrap.connect(address);
        boolean handedOver = false;
        try {
            if (!connecting.await(deadline.remaining(), TimeUnit.NANOSECONDS)) {
                throw deadline.passed();
            }
            if (connecting.isSuccess()) {
                handedOver = true;
                return connecting.channel().pipeline().get(TcpStream.class);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DialException.Cancelled("interrupted while connecting");
        } finally {
            // Also where it succeeds just after it was given up.
            if (!handedOver) {
                connecting.channel().close();
            }
        }
        throw failure(address, Objects.requireNonNull(connecting.cause(), "a future that failed has a cause"));
    }

    /// The operating system's word tells whether somebody said no or nobody was there.
    private static DialException failure(InetSocketAddress address, Throwable cause) {
        String where = address.getAddress().getHostAddress() + " port " + address.getPort();
        return cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused")
                ? new DialException.Refused(where)
                : new DialException.Unreachable(where, cause);
    }
}
