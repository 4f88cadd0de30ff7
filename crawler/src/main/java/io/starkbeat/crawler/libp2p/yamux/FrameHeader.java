package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.nio.ByteBuffer;

/// The twelve bytes in front of every frame: version, type, flags, stream id, length; big endian.
///
/// @param flags    any of [#SYN], [#ACK], [#FIN], [#RST]
/// @param streamId unsigned; 0 is the session
/// @param length   unsigned: bytes that follow (data), more window (window update), an opaque value (ping), a code (go away)
record FrameHeader(Type type, int flags, int streamId, int length) {
    static final int BYTES = 12;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;
    private static final int ALL_FLAGS = SYN | ACK | FIN | RST;

    /// By their numbers on the wire.
    enum Type {
        DATA(0), WINDOW_UPDATE(1), PING(2), GO_AWAY(3);

        private static final Type[] BY_NUMBER = {DATA, WINDOW_UPDATE, PING, GO_AWAY};

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    static FrameHeader decode(byte[] bytes) throws DialException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = Byte.toUnsignedInt(in.get());
        int type = Byte.toUnsignedInt(in.get());
        int flags = Short.toUnsignedInt(in.getShort());
        if (version != 0 || type >= Type.BY_NUMBER.length || (flags & ~ALL_FLAGS) != 0) {
            throw new DialException.Violation(Layer.YAMUX,
                    "no frame begins with version " + version + ", type " + type + ", flags " + flags);
        }
        FrameHeader header = new FrameHeader(Type.BY_NUMBER[type], flags, in.getInt(), in.getInt());
        boolean ofSession = header.type == Type.PING || header.type == Type.GO_AWAY;
        if (ofSession != (header.streamId == 0)) {
            throw new DialException.Violation(Layer.YAMUX,
                    "a frame of type " + header.type + " for stream " + Integer.toUnsignedString(header.streamId));
        }
        return header;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    byte[] encoded() {
        return encoded(new byte[0], 0, 0);
    }

    byte[] encoded(byte[] payload, int offset, int count) {
        return ByteBuffer.allocate(BYTES + count)
                .put((byte) 0)
                .put((byte) type.number)
                .putShort((short) flags)
                .putInt(streamId)
                .putInt(length)
                .put(payload, offset, count)
                .array();
    }
}
