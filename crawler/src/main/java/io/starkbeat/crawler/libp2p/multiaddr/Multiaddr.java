package io.starkbeat.crawler.libp2p.multiaddr;

import io.starkbeat.crawler.libp2p.stream.Varint;
import io.starkbeat.schemas.peer.PeerId;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// An address of a peer, as multiformats writes it: `/ip4/203.0.113.7/tcp/7777/p2p/12D3Koo…`.
///
/// What is understood is in its canonical text. Parts from the first one on that is not in the table ([Protocol]) are kept as
/// they are; such an address is not dialled, but it is what a peer said.
public final class Multiaddr {
    /// Bytes: a relayed address with two peer ids and a certificate's hash has some 300.
    public static final int MAX_BYTES = 1024;
    /// Characters: as many as the longest bytes need, twice their number in hex.
    public static final int MAX_TEXT = 4 * MAX_BYTES;

    private static final int MAX_PARTS = 16;
    /// How the rest of an address is written whose bytes are not understood.
    private static final String OPAQUE = "/opaque/";

    private final List<Part> parts;
    /// The text of what is not understood, from its slash on; or empty.
    private final String rest;
    private final String text;

    record Part(Protocol protocol, String value) {
        @Override
        public String toString() {
            return '/' + protocol.text() + (protocol.value == Value.NONE ? "" : '/' + value);
        }
    }

    private Multiaddr(List<Part> parts, String rest) {
        this.parts = List.copyOf(parts);
        this.rest = rest;
        StringBuilder builder = new StringBuilder();
        this.parts.forEach(builder::append);
        this.text = builder.append(rest).toString();
    }

    /// Reads the text.
    ///
    /// @throws IllegalArgumentException if it is none; the message says what is wrong in it
    public static Multiaddr parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("an address of " + text.length() + " characters");
        }
        if (!text.startsWith("/") || text.length() == 1 || text.contains("//")) {
            throw refused(text, "an address is written as /ip4/203.0.113.7/tcp/7777/p2p/12D3Koo…");
        }
        if (text.chars().anyMatch(Multiaddr::isUnprintable)) {
            throw refused(text, "an address has neither spaces nor control characters");
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        // A trailing slash says nothing.
        String whole = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        while (at < whole.length()) {
            int end = end(whole, at + 1);
            String name = whole.substring(at + 1, end);
            Protocol protocol = Protocol.of(name);
            if (protocol == null || parts.size() == MAX_PARTS) {
                return new Multiaddr(parts, whole.substring(at));
            }
            if (protocol.value == Value.NONE) {
                parts.add(new Part(protocol, ""));
                at = end;
                continue;
            }
            if (end == whole.length()) {
                throw refused(text, "behind /" + name + " its value is missing");
            }
            int valueEnd = end(whole, end + 1);
            try {
                byte[] value = protocol.value.bytes(whole.substring(end + 1, valueEnd));
                parts.add(new Part(protocol, protocol.value.text(value)));
            } catch (IllegalArgumentException e) {
                throw refused(text, e.getMessage());
            }
            at = valueEnd;
        }
        return new Multiaddr(parts, "");
    }

    /// Reads the bytes.
    ///
    /// @throws IllegalArgumentException if a part is cut short or its value is none
    public static Multiaddr decode(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("an address of " + bytes.length + " bytes");
        }
        List<Part> parts = new ArrayList<>();
        Cursor cursor = new Cursor(bytes);
        while (cursor.at < bytes.length) {
            int start = cursor.at;
            Protocol protocol = Protocol.of(cursor.varint());
            if (protocol == null || parts.size() == MAX_PARTS) {
                return new Multiaddr(parts,
                        OPAQUE + HexFormat.of().formatHex(Arrays.copyOfRange(bytes, start, bytes.length)));
            }
            int length = protocol.value.length == Value.VARIABLE ? cursor.varint() : protocol.value.length;
            parts.add(new Part(protocol, protocol.value.text(cursor.take(length))));
        }
        return new Multiaddr(parts, "");
    }

    /// What would act upon a terminal, or part a line in two.
    static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || c == ' ';
    }

    /// The address of a TCP port.
    public static Multiaddr tcp(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        Protocol protocol = ip.length == Value.IP4.length ? Protocol.IP4 : Protocol.IP6;
        return new Multiaddr(List.of(new Part(protocol, protocol.value.text(ip)),
                new Part(Protocol.TCP, Integer.toString(address.getPort()))), "");
    }

    /// The address's bytes.
    ///
    /// @throws IllegalStateException if parts are not understood: their bytes are not known
    public byte[] encoded() {
        if (!rest.isEmpty()) {
            throw new IllegalStateException("the bytes of " + rest + " are not known");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            Varint.write(out, part.protocol.code);
            byte[] value = part.protocol.value.bytes(part.value);
            if (part.protocol.value.length == Value.VARIABLE) {
                Varint.write(out, value.length);
            }
            out.writeBytes(value);
        }
        return out.toByteArray();
    }

    /// The peer that is to be met there, when the address names it.
    public Optional<PeerId> peerId() {
        return endsWith(Protocol.P2P) ? PeerId.parse(parts.getLast().value) : Optional.empty();
    }

    /// The same place, with this peer expected there.
    public Multiaddr withPeer(PeerId peer) {
        List<Part> more = new ArrayList<>(withoutPeer().parts);
        more.add(new Part(Protocol.P2P, peer.toString()));
        return new Multiaddr(more, rest);
    }

    /// The same place, whoever is there.
    public Multiaddr withoutPeer() {
        return endsWith(Protocol.P2P) ? new Multiaddr(parts.subList(0, parts.size() - 1), rest) : this;
    }

    private boolean endsWith(Protocol protocol) {
        return rest.isEmpty() && !parts.isEmpty() && parts.getLast().protocol == protocol;
    }

    /// How it is dialled, or empty when it is of a kind that is not: relays, QUIC, WebSocket and what is not understood.
    public Optional<Place> place() {
        List<Part> place = withoutPeer().parts;
        if (!rest.isEmpty() || place.isEmpty()) {
            return Optional.empty();
        }
        Part host = place.getFirst();
        if (place.size() == 1 && host.protocol == Protocol.DNSADDR) {
            return Optional.of(new Place.Listed(host.value));
        }
        if (place.size() != 2 || place.getLast().protocol != Protocol.TCP || place.getLast().value.equals("0")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(place.getLast().value);
        return Optional.ofNullable(switch (host.protocol) {
            case IP4, IP6 -> new Place.Socket(new InetSocketAddress(ip(host), port));
            case DNS -> new Place.Named(host.value, port, Place.Family.ANY);
            case DNS4 -> new Place.Named(host.value, port, Place.Family.IP4);
            case DNS6 -> new Place.Named(host.value, port, Place.Family.IP6);
            default -> null;
        });
    }

    /// A mapped IPv6 address becomes the IPv4 address that is reached by it, so that no rule about addresses is got around.
    private static InetAddress ip(Part part) {
        try {
            return InetAddress.getByAddress(part.protocol.value.bytes(part.value));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static IllegalArgumentException refused(String text, @Nullable String why) {
        return new IllegalArgumentException("'" + text + "' is no multiaddr: " + why);
    }

    private static int end(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    /// The canonical text.
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Multiaddr address && text.equals(address.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
