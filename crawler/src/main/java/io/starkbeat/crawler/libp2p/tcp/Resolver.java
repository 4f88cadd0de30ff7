package io.starkbeat.crawler.libp2p.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multiaddr.Place;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.schemas.peer.PeerId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Turns a multiaddr into the sockets that it means, by DNS where it has a name. Bounded in questions and in answers: who
/// owns a name may write anything under it.
public final class Resolver implements AutoCloseable {
    /// Sockets that are looked at for one address.
    static final int MAX_TARGETS = 8;
    /// Records under one `dnsaddr` that are read.
    static final int MAX_LISTED = 32;
    /// Questions that one address may cost; lists that name lists cost one each.
    static final int MAX_QUESTIONS = 8;

    private static final String LISTED_AS = "dnsaddr=";

    private final DnsNameResolver dns;

    /// A socket to connect to.
    ///
    /// @param peer who is expected there
    public record Target(InetSocketAddress socket, Optional<PeerId> peer) {}

    /// @param servers to ask; empty for the machine's own
    public Resolver(EventLoopGroup group, List<InetSocketAddress> servers) {
        var builder = new DnsNameResolverBuilder(group.next())
                .datagramChannelType(NioDatagramChannel.class)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(2000)
                .maxQueriesPerResolve(MAX_QUESTIONS);
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        dns = builder.build();
    }

    /// The sockets that an address means, at least one, in the order in which they are worth trying.
    public List<Target> resolve(Multiaddr address, Deadline deadline) throws DialException {
        Set<Target> targets = new LinkedHashSet<>();
        List<Multiaddr> open = new ArrayList<>(List.of(address));
        for (int questions = 0; !open.isEmpty() && targets.size() < MAX_TARGETS;) {
            Multiaddr next = open.removeFirst();
            Optional<PeerId> peer = next.peerId();
            Place place = next.place().orElse(null);
            if (place == null && questions == 0 && targets.isEmpty() && next.equals(address)) {
                throw new DialException.NotDialable(
                        address + " is of a kind that is not dialled: TCP at an IP address or a"
                                + " name is");
            }
            if (!(place instanceof Place.Socket) && questions++ == MAX_QUESTIONS) {
                break;
            }
            switch (place) {
                case Place.Socket(InetSocketAddress socket) -> targets.add(new Target(socket, peer));
                case Place.Named named -> addresses(named, deadline).stream()
                        .map(ip -> new Target(new InetSocketAddress(ip, named.port()), peer))
                        .forEach(targets::add);
                case Place.Listed(String host) -> open.addAll(listed(host, peer, deadline));
                case null -> {
                    // One of a list that is of a kind that is not dialled.
                }
            }
        }
        if (targets.isEmpty()) {
            throw new DialException.Unresolved("nothing that can be dialled is listed under " + address, null);
        }
        return targets.stream().limit(MAX_TARGETS).toList();
    }

    private List<InetAddress> addresses(Place.Named named, Deadline deadline) throws DialException {
        List<InetAddress> all = await(dns.resolveAll(named.host()), named.host(), deadline);
        List<InetAddress> fitting = all.stream().filter(ip -> switch (named.family()) {
            case ANY -> true;
            case IP4 -> ip instanceof Inet4Address;
            case IP6 -> !(ip instanceof Inet4Address);
        }).toList();
        if (fitting.isEmpty()) {
            throw new DialException.Unresolved(named.host() + " has no address of the wanted kind", null);
        }
        return fitting;
    }

    /// The multiaddrs that the owner of a name lists for it, in TXT records of `_dnsaddr.<name>` (addressing specification).
    private List<Multiaddr> listed(String host, Optional<PeerId> peer, Deadline deadline) throws DialException {
        var question = new DefaultDnsQuestion("_dnsaddr." + host + (host.endsWith(".") ? "" : "."), DnsRecordType.TXT);
        List<DnsRecord> records = await(dns.resolveAll(question), host, deadline);
        List<Multiaddr> addresses = new ArrayList<>();
        try {
            records.stream().limit(MAX_LISTED).forEach(record -> {
                String text = record instanceof DnsRawRecord raw ? text(raw.content()) : "";
                if (text.startsWith(LISTED_AS)) {
                    try {
                        Multiaddr address = Multiaddr.parse(text.substring(LISTED_AS.length()));
                        if (peer.isEmpty() || address.peerId().equals(peer)) {
                            addresses.add(address);
                        }
                    } catch (IllegalArgumentException e) {
                        // Of several records one may be for others, or wrong.
                    }
                }
            });
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
        return addresses;
    }

    /// A TXT record is a row of strings, each behind its length in one byte.
    private static String text(ByteBuf content) {
        StringBuilder text = new StringBuilder();
        ByteBuf rest = content.duplicate();
        while (rest.isReadable()) {
            int length = Math.min(rest.readUnsignedByte(), rest.readableBytes());
            text.append(rest.readCharSequence(length, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static <T> T await(Future<T> answer, String host, Deadline deadline) throws DialException {
        try {
            if (!answer.await(deadline.remaining(), TimeUnit.NANOSECONDS)) {
                answer.cancel(false);
                throw deadline.passed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DialException.Cancelled("interrupted while resolving " + host);
        }
        if (!answer.isSuccess()) {
            throw new DialException.Unresolved(host + " has no address", answer.cause());
        }
        return answer.getNow();
    }

    @Override
    public void close() {
        dns.close();
    }
}
