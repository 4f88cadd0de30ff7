package io.starkbeat.crawler.libp2p.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The listening side, for peers in this process: a port on loopback, a virtual thread for each connection.
public final class TcpListener implements AutoCloseable {
    private final Channel channel;

    public TcpListener(EventLoopGroup group, Consumer<TcpStream> conversation) {
        this(group, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), conversation);
    }

    /// @param at one of loopback's addresses, of which there are millions; port 0 for any free one
    public TcpListener(EventLoopGroup group, InetSocketAddress at, Consumer<TcpStream> conversation) {
        channel = new ServerBootstrap().group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline().addLast(new Accepted(child, conversation));
                    }
                })
                .bind(at)
                .syncUninterruptibly()
                .channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private static final class Accepted extends io.netty.channel.ChannelInboundHandlerAdapter {
        private final TcpStream stream;
        private final Consumer<TcpStream> conversation;

        Accepted(Channel channel, Consumer<TcpStream> conversation) {
            this.stream = new TcpStream(channel);
            this.conversation = conversation;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().replace(this, null, stream);
            Thread.ofVirtual().name("test-peer").start(() -> conversation.accept(stream));
        }
    }
}
