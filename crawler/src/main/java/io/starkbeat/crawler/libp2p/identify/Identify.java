package io.starkbeat.crawler.libp2p.identify;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.peerid.PublicKey;
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
import java.util.Optional;

/// What a peer tells of itself. Nothing of it is proved, except that it is this peer who says so.
///
/// @param protocolVersion the network's, for example `/starknet/identify/0.1.0-rc.0`; may be empty
/// @param agentVersion    the software, for example `juno/0.15.0`; may be empty
/// @param protocols       what it speaks, in its order, at most [#MAX_PROTOCOLS]
/// @param listenAddresses where it says that it can be reached, of the first [#MAX_ADDRESSES] those that are addresses
/// @param observedAddress where it sees us
public record Identify(
        String protocolVersion,
        String agentVersion,
        List<String> protocols,
        List<Multiaddr> listenAddresses,
        Optional<Multiaddr> observedAddress) {

    public static final String PROTOCOL = "/ipfs/id/1.0.0";

    /// Bytes of the message, with its signed record. The largest seen in the wild have some 10 KiB; go-libp2p splits at 8.
    public static final int MAX_MESSAGE = 64 * 1024;
    public static final int MAX_PROTOCOLS = 256;
    /// Hosts with many interfaces list some dozens. Further ones are left out.
    public static final int MAX_ADDRESSES = 64;
    /// Bytes of an agent, a version or a protocol's name; a multistream line could not carry a longer one.
    public static final int MAX_TEXT = 1024;

    private static final int PUBLIC_KEY = 1;
    private static final int LISTEN_ADDRS = 2;
    private static final int PROTOCOLS = 3;
    private static final int OBSERVED_ADDR = 4;
    private static final int PROTOCOL_VERSION = 5;
    private static final int AGENT_VERSION = 6;

    public Identify {
        protocols = List.copyOf(protocols);
        listenAddresses = List.copyOf(listenAddresses);
    }

    /// Reads the answer from a stream on which [#PROTOCOL] is spoken.
    ///
    /// @param peer who has proved to be there
    /// @throws DialException.Violation if it claims another's key, or the message breaks a bound
    public static Identify read(ByteStream stream, PeerId peer, Deadline deadline) throws DialException {
        return decode(Frames.delimited(stream, MAX_MESSAGE, Layer.IDENTIFY, deadline), peer);
    }

    static Identify decode(byte[] message, PeerId peer) throws DialException {
        String protocolVersion = "";
        String agentVersion = "";
        List<String> protocols = new ArrayList<>();
        List<Multiaddr> addresses = new ArrayList<>();
        int listened = 0;
        byte[] observed = {};
        try {
            ProtoReader reader = new ProtoReader(message);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                switch (field) {
                    case PUBLIC_KEY -> checkKey(reader.bytes(), peer);
                    case LISTEN_ADDRS -> {
                        if (listened++ < MAX_ADDRESSES) {
                            address(reader.bytes()).ifPresent(addresses::add);
                        }
                    }
                    case PROTOCOLS -> {
                        if (protocols.size() == MAX_PROTOCOLS) {
                            throw new ProtoException("more than " + MAX_PROTOCOLS + " protocols");
                        }
                        protocols.add(reader.text(MAX_TEXT));
                    }
                    // Said twice, the last one counts, and only that is read.
                    case OBSERVED_ADDR -> observed = reader.bytes();
                    case PROTOCOL_VERSION -> protocolVersion = reader.text(MAX_TEXT);
                    case AGENT_VERSION -> agentVersion = reader.text(MAX_TEXT);
                    default -> {
                        // The signed peer record says the same once more.
                    }
                }
            }
        } catch (ProtoException e) {
            throw e.at(Layer.IDENTIFY);
        }
        return new Identify(protocolVersion, agentVersion, protocols, addresses, address(observed));
    }

    /// By its bytes: the peer has proved its key, and whatever is not that key's one form belongs to somebody else.
    private static void checkKey(byte[] key, PeerId peer) throws DialException {
        if (key.length > 0 && !PeerId.ofEncodedKey(key).equals(peer)) {
            throw new DialException.Violation(Layer.IDENTIFY, "the peer claims another peer's key");
        }
    }

    private static Optional<Multiaddr> address(byte[] bytes) {
        try {
            return Optional.of(Multiaddr.decode(bytes));
        } catch (IllegalArgumentException e) {
            // One address that is none does not make the others worthless.
            return Optional.empty();
        }
    }

    /// The message, as it is sent behind its length.
    public byte[] encoded(PublicKey key) {
        ProtoWriter writer = new ProtoWriter().bytes(PUBLIC_KEY, key.encoded());
        listenAddresses.forEach(address -> writer.bytes(LISTEN_ADDRS, address.encoded()));
        protocols.forEach(protocol -> writer.text(PROTOCOLS, protocol));
        observedAddress.ifPresent(address -> writer.bytes(OBSERVED_ADDR, address.encoded()));
        return writer.text(PROTOCOL_VERSION, protocolVersion).text(AGENT_VERSION, agentVersion).toBytes();
    }
}
