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
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Turns a multiaddr into the sockets that it means, by DNS where it has a name. Bounded in questions and in answers: who
/// owns a name may write anything under it.
public final class Resolver implements AutoCloseable {
    /// Sockets that are looked at for one address.
    static final int MAX_TARGETS = 8;
    /// Records under one `dnsaddr` that are read.
    static final int MAX_LISTED = 32;
    /// Names that are looked up for one address, lists among them.
    static final int MAX_LOOKUPS = 8;
    /// Questions to name servers that one name may cost: both kinds of address, aliases, and servers that fail.
    private static final int MAX_QUESTIONS = 8;

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
                .maxQueriesPerResolve(MAX_QUESTIONS)
                // Strangers choose the names and how long answers are kept: a cache would be theirs to fill.
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                // A peer's name is whole; a host of our own domain is never meant.
                .searchDomains(List.of());
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        dns = builder.build();
    }

    /// The sockets that an address means, at least one, in the order in which they are worth trying. Of a list with names that
    /// lead nowhere, or that are not answered for in time, the rest is worth trying all the same.
    public List<Target> resolve(Multiaddr address, Deadline deadline) throws DialException {
        if (address.place().isEmpty()) {
            throw new DialException.NotDialable(address
                    + " is of a kind that is not dialled: TCP at an IP address or a name is");
        }
        Set<Target> targets = new LinkedHashSet<>();
        Deque<Multiaddr> open = new ArrayDeque<>(List.of(address));
        DialException failure = new DialException.Unresolved(
                "nothing that can be dialled is listed under " + address, null);
        for (int lookups = 0; !open.isEmpty() && targets.size() < MAX_TARGETS;) {
            Multiaddr next = open.removeFirst();
            Optional<PeerId> peer = next.peerId();
            Place place = next.place().orElse(null);
            // One of a list may be of a kind that is not dialled, which costs nothing.
            if (place == null || !(place instanceof Place.Socket) && lookups++ >= MAX_LOOKUPS) {
                continue;
            }
            try {
                switch (place) {
                    case Place.Socket(InetSocketAddress socket) -> targets.add(new Target(socket, peer));
                    case Place.Named named -> addresses(named, deadline).stream()
                            .map(ip -> new Target(new InetSocketAddress(ip, named.port()), peer))
                            .forEach(targets::add);
                    case Place.Listed(String host) -> open.addAll(listed(host, peer, deadline));
                }
            } catch (DialException.Unresolved | DialException.DeadlinePassed e) {
                failure = e;
            }
        }
        if (targets.isEmpty()) {
            throw failure;
        }
        return targets.stream().limit(MAX_TARGETS).toList();
    }

    private List<InetAddress> addresses(Place.Named named, Deadline deadline) throws DialException {
        List<InetAddress> all = await(() -> dns.resolveAll(named.host()), named.host(), deadline);
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
        String name = "_dnsaddr." + host + (host.endsWith(".") ? "" : ".");
        List<DnsRecord> records = await(() -> dns.resolveAll(new DefaultDnsQuestion(name, DnsRecordType.TXT)), host,
                deadline);
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

    /// Waits for an answer. A name that cannot be asked for, since one of its labels is empty or longer than the 63 bytes that
    /// DNS allows, is refused by Netty before there is a question.
    private static <T> T await(Supplier<Future<T>> question, String host, Deadline deadline) throws DialException {
        deadline.check();
        Future<T> answer;
        try {
            answer = question.get();
        } catch (IllegalArgumentException e) {
            throw unresolved(host, e);
        }
        boolean answered = false;
        try {
            answered = answer.await(deadline.remaining(), TimeUnit.NANOSECONDS);
            if (!answered) {
                throw deadline.passed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DialException.Cancelled("interrupted while resolving " + host);
        } finally {
            if (!answered) {
                abandon(answer);
            }
        }
        if (!answer.isSuccess()) {
            throw unresolved(host, answer.cause());
        }
        return answer.getNow();
    }

    private static DialException.Unresolved unresolved(String host, @Nullable Throwable cause) {
        return new DialException.Unresolved(host + " has no address", cause);
    }

    /// An answer that comes all the same holds buffers, and nobody else is left to release them.
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is all that is wanted
    static <T> void abandon(Future<T> answer) {
        answer.cancel(false);
        answer.addListener(late -> {
            if (late.isSuccess() && late.getNow() instanceof List<?> records) {
                records.forEach(ReferenceCountUtil::release);
            }
        });
    }

    @Override
    public void close() {
        dns.close();
    }
}
