package io.starkbeat.crawler.libp2p.protobuf;

import io.starkbeat.crawler.libp2p.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the fields of one message, in the order of the calls.
public final class ProtoWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ProtoWriter number(int field, long value) {
        Varint.write(out, (long) field << 3);
        Varint.write(out, value);
        return this;
    }

    public ProtoWriter bytes(int field, byte[] value) {
        Varint.write(out, (long) field << 3 | 2);
        Varint.write(out, value.length);
        out.writeBytes(value);
        return this;
    }

    public ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
