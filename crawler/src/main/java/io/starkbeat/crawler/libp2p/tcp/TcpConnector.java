package io.starkbeat.crawler.libp2p.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
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
        this(group, NioSocketChannel::new);
    }

    /// @param sockets opens one, or fails to
    TcpConnector(EventLoopGroup group, ChannelFactory<NioSocketChannel> sockets) {
        bootstrap = new Bootstrap().group(group)
                .channelFactory(sockets)
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
    @SuppressWarnings("FutureReturnValueIgnored") // nobody cares how the closing of an abandoned connection goes
    public TcpStream connect(InetSocketAddress address, Deadline deadline) throws DialException {
        ChannelFuture connecting = bootstrap.connect(address);
        boolean decided = false;
        try {
            decided = connecting.await(deadline.remaining(), TimeUnit.NANOSECONDS);
            if (!decided) {
                throw deadline.passed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DialException.Cancelled("interrupted while connecting");
        } finally {
            // Also where it succeeds just after it was given up. One that failed is closed by Netty; where no descriptor was to be
            // had there is not even a channel that could be closed.
            if (!decided) {
                connecting.channel().close();
            }
        }
        if (connecting.isSuccess()) {
            return connecting.channel().pipeline().get(TcpStream.class);
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
