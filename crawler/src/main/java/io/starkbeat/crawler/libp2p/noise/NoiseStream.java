package io.starkbeat.crawler.libp2p.noise;

import com.southernstorm.noise.protocol.CipherState;
import io.starkbeat.crawler.libp2p.peerid.PublicKey;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.time.Duration;
import javax.crypto.BadPaddingException;
import javax.crypto.ShortBufferException;

/// What is said after the handshake: messages behind their length in two bytes, encrypted. One thread reads, one at a time
/// writes. While nothing is under way it holds no buffer.
public final class NoiseStream implements ByteStream {
    /// Bytes of a message on the wire, by Noise.
    public static final int MAX_MESSAGE = 65_535;

    private static final int TAG = 16;
    private static final int MAX_PLAIN = MAX_MESSAGE - TAG;
    /// Messages that say nothing in a row: allowed, and without end only work for us.
    private static final int MAX_EMPTY = 16;
    /// For a message once its first byte is there, whoever waits for it and however long: half a message is no silence, and
    /// holds a buffer of up to [#MAX_MESSAGE].
    private static final Duration MESSAGE_TIME = Duration.ofSeconds(10);
    private static final byte[] NOTHING = {};

    private final ByteStream stream;
    private final CipherState sender;
    private final CipherState receiver;
    private final PublicKey peer;
    private byte[] plain = NOTHING;
    private int at;
    private int end;

    NoiseStream(ByteStream stream, CipherState sender, CipherState receiver, PublicKey peer) {
        this.stream = stream;
        this.sender = sender;
        this.receiver = receiver;
        this.peer = peer;
    }

    /// Who the other side has proved to be.
    public PublicKey peer() {
        return peer;
    }

    @Override
    public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
        for (int empty = 0; at == end; empty++) {
            if (empty == MAX_EMPTY) {
                throw new DialException.Violation(Layer.NOISE, MAX_EMPTY + " empty messages in a row");
            }
            if (!receive(deadline)) {
                return -1;
            }
        }
        int count = Math.min(length, end - at);
        System.arraycopy(plain, at, into, offset, count);
        at += count;
        if (at == end) {
            plain = NOTHING;
            at = 0;
            end = 0;
        }
        return count;
    }

    private boolean receive(Deadline deadline) throws DialException {
        byte[] head = new byte[2];
        // An end between messages is an end; whether it came in order is known to the layer above.
        int first = stream.read(head, 0, 2, deadline);
        if (first < 0) {
            return false;
        }
        Deadline whole = deadline.part(MESSAGE_TIME, "a Noise message");
        Frames.fill(stream, head, first, Layer.NOISE, whole);
        int length = Byte.toUnsignedInt(head[0]) << 8 | Byte.toUnsignedInt(head[1]);
        if (length < TAG) {
            throw new DialException.Violation(Layer.NOISE, "a message of " + length + " bytes is too short");
        }
        byte[] message = Frames.exactly(stream, length, Layer.NOISE, whole);
        try {
            end = receiver.decryptWithAd(null, message, 0, message, 0, length);
            plain = message;
            at = 0;
            return true;
        } catch (ShortBufferException | BadPaddingException e) {
            throw new DialException.Violation(Layer.NOISE, "a message was not made with the agreed keys");
        }
    }

    @Override
    public void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
        for (int done = 0; done < length; done += MAX_PLAIN) {
            writeMessage(from, offset + done, Math.min(MAX_PLAIN, length - done), deadline);
        }
    }

    void writeMessage(byte[] from, int offset, int length, Deadline deadline) throws DialException {
        byte[] message = new byte[2 + length + TAG];
        message[0] = (byte) (length + TAG >>> 8);
        message[1] = (byte) (length + TAG);
        try {
            sender.encryptWithAd(null, from, offset, message, 2, length);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("the buffer was made to fit", e);
        }
        stream.write(message, deadline);
    }

    @Override
    public void close() {
        stream.close();
    }
}
