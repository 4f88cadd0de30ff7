package io.starkbeat.crawler.libp2p.headers;

import io.starkbeat.crawler.libp2p.protobuf.ProtoException;
import io.starkbeat.crawler.libp2p.protobuf.ProtoReader;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;

/// Asks for the header of one block (starknet-p2p-specs, "Headers"): the request is a bare message, whose end is the end of
/// our side of the stream; answers stand behind their length and end with `fin`.
public final class BlockProbe {
    /// The specification's bound for a message.
    public static final int MAX_MESSAGE = 1024 * 1024;

    private static final int ITERATION = 1;
    private static final int START_BLOCK_NUMBER = 1;
    private static final int DIRECTION = 3;
    private static final int LIMIT = 4;
    private static final int STEP = 5;
    /// Forward to newer nodes and backward to older ones, whose numbers began at 0: the same for a single block, while 0
    /// is nothing to the newer.
    private static final int DIRECTION_OF_ALL_AGES = 1;

    private static final int HEADER = 1;
    private static final int FIN = 2;
    private static final int HEADER_NUMBER = 3;

    private BlockProbe() {}

    /// The request for one block.
    public static byte[] request(long number) {
        byte[] iteration = new ProtoWriter()
                .number(START_BLOCK_NUMBER, number)
                .number(DIRECTION, DIRECTION_OF_ALL_AGES)
                .number(LIMIT, 1)
                .number(STEP, 1)
                .toBytes();
        return new ProtoWriter().bytes(ITERATION, iteration).toBytes();
    }

    /// Reads the first answer, which says all: the block's header, or `fin` when the peer has no such block.
    public static boolean answered(ByteStream stream, long number, Deadline deadline) throws DialException {
        byte[] message = Frames.delimited(stream, MAX_MESSAGE, Layer.HEADERS, deadline);
        try {
            ProtoReader reader = new ProtoReader(message);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                if (field == FIN) {
                    reader.bytes();
                    return false;
                }
                if (field == HEADER) {
                    long answered = headerNumber(reader.bytes());
                    if (answered != number) {
                        throw new ProtoException("block " + Long.toUnsignedString(answered) + " for block " + number);
                    }
                    return true;
                }
            }
        } catch (ProtoException e) {
            throw e.at(Layer.HEADERS);
        }
        throw new DialException.Violation(Layer.HEADERS, "neither a header nor an end");
    }

    private static long headerNumber(byte[] header) throws ProtoException {
        long number = 0;
        ProtoReader reader = new ProtoReader(header);
        for (int field = reader.next(); field != 0; field = reader.next()) {
            if (field == HEADER_NUMBER) {
                number = reader.number();
            }
        }
        return number;
    }
}
