package io.starkbeat.kit.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stands between Netty's frame decoder and Vert.x, for two things that Vert.x has no word for.
///
/// A frame that WebSocket does not allow (too long, not masked) ends the connection, and Vert.x would end it at once:
/// bytes that still arrive are then answered by a TCP reset, which takes the close frame with its code from the peer.
/// Here the close frame goes out, the sending half is shut, and what arrives is thrown away until the peer has left.
///
/// And a ping is answered by a pong by Vert.x whether or not the peer reads: for one that does not read, pongs would pile
/// up. While the socket takes no more, pings go unanswered.
@SuppressWarnings("FutureReturnValueIgnored") // all of it is a farewell: what fails has left already
public final class FrameGuard extends ChannelInboundHandlerAdapter {
    /// For a peer to read the close frame and leave. It is thrown out afterwards.
    private static final long LINGER_SECONDS = 5;

    private final Consumer<WebSocketCloseStatus> violated;
    private @Nullable ScheduledFuture<?> eviction;

    private FrameGuard(Consumer<WebSocketCloseStatus> violated) {
        this.violated = violated;
    }

    /// Guards a WebSocket that was just opened, on its event loop.
    ///
    /// @param violated told once, before the close frame goes out; may still write
    public static void install(ServerWebSocket socket, Consumer<WebSocketCloseStatus> violated) {
        ChannelHandlerContext handler = ((WebSocketInternal) socket).channelHandlerContext();
        handler.pipeline().addBefore(handler.name(), "frame-guard", new FrameGuard(violated));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (eviction != null || frame instanceof PingWebSocketFrame && !context.channel().isWritable()) {
            ReferenceCountUtil.release(frame);
        } else {
            context.fireChannelRead(frame);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException violation) {
            if (eviction == null) {
                sendOff(context, violation.closeStatus());
            }
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    private void sendOff(ChannelHandlerContext context, WebSocketCloseStatus status) {
        eviction = context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        violated.accept(status);
        // A paused socket has to be read again, to its end.
        context.channel().config().setAutoRead(true);
        context.writeAndFlush(new CloseWebSocketFrame(status)).addListener((ChannelFutureListener) written -> {
            if (written.channel() instanceof DuplexChannel socket) {
                socket.shutdownOutput();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (eviction != null) {
            eviction.cancel(false);
        }
        context.fireChannelInactive();
    }
}
