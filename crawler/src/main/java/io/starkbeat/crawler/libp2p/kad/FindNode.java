package io.starkbeat.crawler.libp2p.kad;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.protobuf.ProtoException;
import io.starkbeat.crawler.libp2p.protobuf.ProtoReader;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.schemas.peer.PeerId;
import java.util.ArrayList;
import java.util.List;

/// The question for the peers nearest to a target, and its answer (kad-dht specification, "RPC messages").
public final class FindNode {
    /// Bytes of an answer. Twenty peers with a dozen addresses each make some 10 KiB.
    public static final int MAX_MESSAGE = 256 * 1024;
    /// Three times the k = 20 that all implementations answer with; who sends more is not answering the question.
    public static final int MAX_PEERS = 64;
    /// Addresses of a peer that are looked at, those that are none among them; further ones are left out.
    public static final int MAX_ADDRESSES = 32;

    private static final int TYPE = 1;
    private static final int KEY = 2;
    private static final int CLOSER_PEERS = 8;
    private static final int TYPE_FIND_NODE = 4;

    private static final int PEER_ID = 1;
    private static final int PEER_ADDRS = 2;

    private FindNode() {}

    /// Asks on a stream on which a Kademlia protocol is spoken.
    public static List<KadPeer> ask(ByteStream stream, PeerId target, Deadline deadline) throws DialException {
        stream.write(Frames.delimit(request(target)), deadline);
        return decode(Frames.delimited(stream, MAX_MESSAGE, Layer.KAD, deadline));
    }

    static byte[] request(PeerId target) {
        return new ProtoWriter().number(TYPE, TYPE_FIND_NODE).bytes(KEY, target.multihash()).toBytes();
    }

    static List<KadPeer> decode(byte[] message) throws DialException {
        long type = 0;
        List<KadPeer> peers = new ArrayList<>();
        try {
            ProtoReader reader = new ProtoReader(message);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                switch (field) {
                    case TYPE -> type = reader.number();
                    case CLOSER_PEERS -> {
                        if (peers.size() == MAX_PEERS) {
                            throw new ProtoException("more than " + MAX_PEERS + " peers");
                        }
                        peers.add(peer(reader.bytes()));
                    }
                    default -> {
                        // The key once more, and what other questions are answered with.
                    }
                }
            }
        } catch (ProtoException e) {
            throw e.at(Layer.KAD);
        }
        if (type != TYPE_FIND_NODE) {
            throw new DialException.Violation(Layer.KAD, "an answer of type " + type + " to FIND_NODE");
        }
        return List.copyOf(peers);
    }

    private static KadPeer peer(byte[] message) throws ProtoException {
        byte[] id = new byte[0];
        List<Multiaddr> addresses = new ArrayList<>();
        int said = 0;
        ProtoReader reader = new ProtoReader(message);
        for (int field = reader.next(); field != 0; field = reader.next()) {
            switch (field) {
                case PEER_ID -> id = reader.bytes();
                case PEER_ADDRS -> {
                    if (said++ < MAX_ADDRESSES) {
                        try {
                            addresses.add(Multiaddr.decode(reader.bytes()));
                        } catch (IllegalArgumentException e) {
                            // The answering peer only hands on what it was told; the others may be right.
                        }
                    }
                }
                default -> {
                    // How the peer is connected to it.
                }
            }
        }
        return new KadPeer(PeerId.ofMultihash(id).orElseThrow(() -> new ProtoException("a peer without a peer id")),
                addresses);
    }
}
