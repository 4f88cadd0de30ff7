package io.starkbeat.crawler.libp2p.testkit;

import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.protobuf.ProtoException;
import io.starkbeat.crawler.libp2p.protobuf.ProtoReader;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.crawler.libp2p.yamux.YamuxStream;
import io.starkbeat.schemas.peer.PeerId;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;

/// What honest peers say.
public final class Answers {
    private Answers() {}

    /// Kademlia: the neighbours that are nearest to a target.
    public static TestPeer.Answer findNode(Function<PeerId, List<KadPeer>> neighbours) {
        return (stream, deadline) -> {
            byte[] request = Frames.delimited(stream, 1024, Layer.KAD, deadline);
            PeerId target = PeerId.ofMultihash(bytes(request, 2)).orElseThrow();
            stream.write(Frames.delimit(kadMessage(neighbours.apply(target))), deadline);
        };
    }

    public static byte[] kadMessage(List<KadPeer> peers) {
        ProtoWriter answer = new ProtoWriter().number(1, 4);
        for (KadPeer peer : peers) {
            ProtoWriter entry = new ProtoWriter().bytes(1, peer.id().multihash());
            for (Multiaddr address : peer.addresses()) {
                entry.bytes(2, address.encoded());
            }
            answer.bytes(8, entry.number(3, 1).toBytes());
        }
        return answer.toBytes();
    }

    /// Headers of a chain up to a block.
    public static TestPeer.Answer headers(long head) {
        return (stream, deadline) -> {
            long number = number(bytes(toEnd(stream, deadline), 1), 1);
            if (number <= head) {
                stream.write(Frames.delimit(header(number)), deadline);
            }
            stream.write(Frames.delimit(new ProtoWriter().bytes(2, new byte[0]).toBytes()), deadline);
        };
    }

    public static byte[] header(long number) {
        byte[] header = new ProtoWriter().bytes(1, new byte[32]).number(3, number).number(4, 1_700_000_000).toBytes();
        return new ProtoWriter().bytes(1, header).toBytes();
    }

    private static byte[] toEnd(YamuxStream stream, Deadline deadline) throws DialException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[256];
        for (int read = stream.read(some, 0, some.length, deadline); read > 0; read = stream.read(some, 0, some.length,
                deadline)) {
            all.write(some, 0, read);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(byte[] message, int wanted) {
        try {
            ProtoReader reader = new ProtoReader(message);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                if (field == wanted) {
                    return reader.bytes();
                }
            }
        } catch (ProtoException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException("no field " + wanted);
    }

    private static long number(byte[] message, int wanted) {
        try {
            ProtoReader reader = new ProtoReader(message);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                if (field == wanted) {
                    return reader.number();
                }
            }
        } catch (ProtoException e) {
            throw new IllegalArgumentException(e);
        }
        return 0;
    }
}
