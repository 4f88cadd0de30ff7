package io.starkbeat.crawler.libp2p.protobuf;

import io.starkbeat.crawler.libp2p.stream.Varint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks over the fields of one message. Fields that a caller does not know are skipped; nested messages are read by a reader
/// of their own over the field's bytes, so depth is what the caller's code has and nothing that a sender chooses.
public final class ProtoReader {
    private static final int MAX_VARINT_BYTES = 10;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] message;
    private int at;
    private int wireType;
    private long number;
    private int start;
    private int end;

    public ProtoReader(byte[] message) {
        this.message = message;
    }

    /// Goes to the next field.
    ///
    /// @return its number, or 0 at the message's end
    public int next() throws ProtoException {
        if (at == message.length) {
            return 0;
        }
        long key = varint();
        long field = key >>> 3;
        if (field == 0 || field > 0x1fff_ffff) {
            throw new ProtoException("no field has the number " + Long.toUnsignedString(field));
        }
        wireType = (int) key & 7;
        switch (wireType) {
            case VARINT -> number = varint();
            case FIXED64 -> skip(8);
            case FIXED32 -> skip(4);
            case BYTES -> {
                long length = varint();
                if (length < 0 || length > message.length - at) {
                    throw new ProtoException("field " + field + " is longer than its message");
                }
                skip((int) length);
            }
            default -> throw new ProtoException("field " + field + " is of the unknown wire type " + wireType);
        }
        return (int) field;
    }

    /// The field's number, unsigned.
    public long number() throws ProtoException {
        if (wireType != VARINT) {
            throw new ProtoException("a number was expected, and wire type " + wireType + " found");
        }
        return number;
    }

    /// The field's bytes.
    public byte[] bytes() throws ProtoException {
        if (wireType != BYTES) {
            throw new ProtoException("bytes were expected, and wire type " + wireType + " found");
        }
        return Arrays.copyOfRange(message, start, end);
    }

    /// The field as text: what is no UTF-8 and what controls a terminal becomes U+FFFD, since it ends up before people.
    ///
    /// @param max bytes
    public String text(int max) throws ProtoException {
        byte[] bytes = bytes();
        if (bytes.length > max) {
            throw new ProtoException("a text of " + bytes.length + " bytes, where " + max + " are allowed");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean.toString();
    }

    private void skip(int length) throws ProtoException {
        if (length > message.length - at) {
            throw new ProtoException("the message ends amid a field");
        }
        start = at;
        at += length;
        end = at;
    }

    private long varint() throws ProtoException {
        return Varint.read(this::nextByte, MAX_VARINT_BYTES,
                () -> new ProtoException("a number of more than 64 bits"));
    }

    private byte nextByte() throws ProtoException {
        if (at == message.length) {
            throw new ProtoException("the message ends amid a number");
        }
        return message[at++];
    }
}
