package io.starkbeat.crawler.libp2p.multistream;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.util.List;

/// A stream on which one protocol is spoken at once, for peers that have said that they speak it: the proposal goes with the
/// first bytes written, its answer is read before the first bytes read. Saves a round trip; a peer that says `na` after all
/// ends the first read with [DialException.Unsupported]. For one thread.
public final class LazyNegotiation implements ByteStream {
    private final ByteStream stream;
    private final String protocol;
    private boolean proposed;
    private boolean answered;

    public LazyNegotiation(ByteStream stream, String protocol) {
        this.stream = stream;
        this.protocol = protocol;
    }

    @Override
    public void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
        if (proposed) {
            stream.write(from, offset, length, deadline);
            return;
        }
        byte[] proposal = Multistream.lines(Multistream.HEADER, protocol);
        byte[] all = new byte[proposal.length + length];
        System.arraycopy(proposal, 0, all, 0, proposal.length);
        System.arraycopy(from, offset, all, proposal.length, length);
        stream.write(all, deadline);
        proposed = true;
    }

    @Override
    public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
        if (!answered) {
            if (!proposed) {
                write(new byte[0], deadline);
            }
            Multistream.expect(Multistream.HEADER, Multistream.readLine(stream, deadline));
            if (!Multistream.taken(protocol, Multistream.readLine(stream, deadline))) {
                throw new DialException.Unsupported(List.of(protocol));
            }
            answered = true;
        }
        return stream.read(into, offset, length, deadline);
    }

    @Override
    public void close() {
        stream.close();
    }
}
