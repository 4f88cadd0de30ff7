package io.starkbeat.crawler.libp2p.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/// A connection, read and written by blocking (virtual) threads. Netty's loop only moves bytes: it reads from the socket when
/// a reader has asked and nothing is left over, so a peer that sends more than is read is held back by TCP, and an idle
/// connection holds no buffer.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close comes as the channel's failure or end
public final class TcpStream extends ChannelInboundHandlerAdapter implements ByteStream {
    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>(1);
    private boolean asked;
    private boolean ended;
    private @Nullable DialException failure;

    TcpStream(Channel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
        lock.lock();
        try {
            while (unread.isEmpty()) {
                if (failure != null) {
                    throw failure;
                }
                if (ended) {
                    return -1;
                }
                if (!asked) {
                    asked = true;
                    channel.read();
                }
                deadline.await(changed);
            }
            ByteBuf first = unread.getFirst();
            int count = Math.min(length, first.readableBytes());
            first.readBytes(into, offset, count);
            if (!first.isReadable()) {
                unread.removeFirst().release();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
        // Its failure comes as the channel's.
        channel.writeAndFlush(channel.alloc().buffer(length).writeBytes(from, offset, length), channel.voidPromise());
        lock.lock();
        try {
            while (failure == null && !ended && !channel.isWritable()) {
                deadline.await(changed);
            }
            if (failure != null) {
                throw failure;
            }
            if (ended) {
                throw new DialException.Ended(Layer.TCP, "the peer closed the connection");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        fail(new DialException.Cancelled("the connection was closed here"));
        lock.lock();
        try {
            unread.forEach(ByteBuf::release);
            unread.clear();
        } finally {
            lock.unlock();
        }
        // Behind what was written, so that a goodbye gets out where the socket takes it at once.
        channel.close();
    }

    private void fail(DialException reason) {
        lock.lock();
        try {
            if (failure == null) {
                failure = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // Called by Netty's loop.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        lock.lock();
        try {
            if (failure != null || !bytes.isReadable()) {
                bytes.release();
            } else {
                unread.add(bytes);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        lock.lock();
        try {
            asked = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(new DialException.Ended(Layer.TCP, "the connection broke: " + cause.getMessage()));
        context.close();
    }
}
