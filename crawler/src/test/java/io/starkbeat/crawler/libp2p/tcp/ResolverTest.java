package io.starkbeat.crawler.libp2p.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.concurrent.Promise;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.testkit.DnsServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a name server in this process.
final class ResolverTest {
    private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
    private static final String OTHER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";

    /// A label may have 63 bytes (RFC 1035).
    private static final String LONG_LABEL = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static EventLoopGroup group;
    private static DnsServer server;
    private static Resolver resolver;

    @BeforeAll
    static void start() throws Exception {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        List<String> endless = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> endless.add("dnsaddr=/ip4/10.0." + i / 250 + "." + i % 250 + "/tcp/1"));
        server = DnsServer.start(Map.of("a.example", List.of("192.0.2.1"), "many.example", endlessHosts()),
                Map.of("_dnsaddr.list.example",
                        List.of("dnsaddr=/ip4/192.0.2.7/tcp/4001/p2p/" + PEER,
                                "dnsaddr=/dns4/a.example/tcp/5/p2p/" + OTHER,
                                "dnsaddr=/ip4/192.0.2.8/udp/1/quic-v1/p2p/" + PEER, "dnsaddr=rubbish", "v=spf1 -all"),
                        "_dnsaddr.more.example", List.of("dnsaddr=/dnsaddr/list.example"),
                        "_dnsaddr.loop.example",
                        List.of("dnsaddr=/dnsaddr/loop.example", "dnsaddr=/dnsaddr/loop.example"),
                        "_dnsaddr.endless.example", endless.subList(0, 20), "_dnsaddr.empty.example",
                        List.of("nothing"), "_dnsaddr.quic.example", mostlyQuic(), "_dnsaddr.dead.example",
                        List.of("dnsaddr=/dns4/none.example/tcp/5", "dnsaddr=/dns4/" + LONG_LABEL + "/tcp/5",
                                "dnsaddr=/ip4/192.0.2.9/tcp/5")));
        resolver = new Resolver(group, List.of(server.address()));
    }

    /// More that are not dialled than names may be looked up.
    private static List<String> mostlyQuic() {
        List<String> records = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> records.add("dnsaddr=/ip4/192.0.2." + i + "/udp/1/quic-v1"));
        records.add("dnsaddr=/ip4/192.0.2.9/tcp/5");
        return records;
    }

    private static List<String> endlessHosts() {
        return IntStream.range(0, 25).mapToObj(i -> "192.0.2." + (100 + i)).toList();
    }

    @AfterAll
    static void stop() {
        resolver.close();
        server.close();
        group.shutdownGracefully();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), "a test");
    }

    private static List<String> resolve(String address) throws DialException {
        return resolver.resolve(Multiaddr.parse(address), soon()).stream()
                .map(target -> Multiaddr.tcp(target.socket()).toString()
                        + target.peer().map(id -> "/p2p/" + id).orElse(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
            "/ip4/192.0.2.1/tcp/5, /ip4/192.0.2.1/tcp/5",
            "/dns4/a.example/tcp/5, /ip4/192.0.2.1/tcp/5",
            "/dns/a.example/tcp/5/p2p/" + PEER + ", /ip4/192.0.2.1/tcp/5/p2p/" + PEER,
            "/dnsaddr/list.example, /ip4/192.0.2.7/tcp/4001/p2p/" + PEER + " /ip4/192.0.2.1/tcp/5/p2p/" + OTHER,
            "/dnsaddr/list.example/p2p/" + OTHER + ", /ip4/192.0.2.1/tcp/5/p2p/" + OTHER,
            "/dnsaddr/quic.example, /ip4/192.0.2.9/tcp/5",
            "/dnsaddr/dead.example, /ip4/192.0.2.9/tcp/5",
            "/dnsaddr/more.example, /ip4/192.0.2.7/tcp/4001/p2p/" + PEER + " /ip4/192.0.2.1/tcp/5/p2p/" + OTHER})
    void namesLeadToSockets(String address, String sockets) throws DialException {
        assertThat(resolve(address)).containsExactly(sockets.split(" "));
    }

    @Test
    void howManyIsBounded() throws DialException {
        assertThat(resolve("/dnsaddr/endless.example")).hasSize(Resolver.MAX_TARGETS);
        assertThat(resolve("/dns4/many.example/tcp/1")).hasSize(Resolver.MAX_TARGETS);
        int before = server.questions();
        assertThatThrownBy(() -> resolve("/dnsaddr/loop.example")).isInstanceOf(DialException.Unresolved.class);
        assertThat(server.questions() - before).isLessThanOrEqualTo(Resolver.MAX_LOOKUPS);
    }

    @ParameterizedTest
    @CsvSource({"/dns4/none.example/tcp/5", "/dnsaddr/none.example", "/dnsaddr/empty.example", "/dns6/a.example/tcp/5",
            "/dns4/" + LONG_LABEL + ".example/tcp/5", "/dnsaddr/" + LONG_LABEL + ".example",
            "/dns4/a..example/tcp/5", "/dnsaddr/a..example", "/dns4/.example/tcp/5", "/dnsaddr/.example"})
    void namesThatLeadNowhereAreSaid(String address) {
        assertThatThrownBy(() -> resolve(address)).isInstanceOf(DialException.Unresolved.class)
                .hasMessageContaining(address.split("/")[2]);
    }

    @Test
    void aNameServerThatIsSilentTakesNoLongerThanTheDeadline() throws Exception {
        try (DnsServer silent = DnsServer.silent(); Resolver asking = new Resolver(group, List.of(silent.address()))) {
            long before = System.nanoTime();
            assertThatThrownBy(() -> asking.resolve(Multiaddr.parse("/dns4/slow.example/tcp/5"),
                    Deadline.in(Duration.ofMillis(300), "finding the address")))
                    .isInstanceOf(DialException.DeadlinePassed.class)
                    .hasMessage("finding the address took longer than 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        }
    }

    /// One name is answered, and the next one in the list lies with a name server that says nothing.
    @Test
    void whatWasFoundBeforeTheDeadlineIsKept() throws Exception {
        try (DnsServer halfSilent = DnsServer.start(Map.of(),
                Map.of("_dnsaddr.half.example",
                        List.of("dnsaddr=/ip4/192.0.2.1/tcp/5", "dnsaddr=/dns4/" + DnsServer.UNANSWERED + "/tcp/5",
                                "dnsaddr=/ip4/192.0.2.2/tcp/5")));
                Resolver asking = new Resolver(group, List.of(halfSilent.address()))) {
            assertThat(asking.resolve(Multiaddr.parse("/dnsaddr/half.example"),
                    Deadline.in(Duration.ofSeconds(1), "finding the address")))
                    .extracting(target -> target.socket().getHostString())
                    .containsExactly("192.0.2.1", "192.0.2.2");
        }
    }

    /// What strangers let us look up is kept nowhere, so that they cannot fill the memory with it.
    @Test
    void nothingIsKeptOfAnAnswer() throws DialException {
        resolve("/dns4/a.example/tcp/5");
        int before = server.questions();
        resolve("/dns4/a.example/tcp/5");
        assertThat(server.questions()).isGreaterThan(before);
    }

    @Test
    void anAnswerThatComesTooLateIsReleased() {
        for (boolean answeredBefore : List.of(true, false)) {
            Promise<List<DnsRecord>> answer = group.next().newPromise();
            // As Netty's resolver does with a question that is under way: it can no longer be taken back.
            answer.setUncancellable();
            DefaultDnsRawRecord record = new DefaultDnsRawRecord("a.example", DnsRecordType.TXT, 60,
                    Unpooled.buffer(8).writeLong(1));
            if (answeredBefore) {
                answer.setSuccess(List.of(record));
            }
            Resolver.abandon(answer);
            if (!answeredBefore) {
                answer.setSuccess(List.of(record));
            }
            Awaitility.await().untilAsserted(() -> assertThat(record.refCnt()).isZero());
        }
    }

    @Test
    void theAddressItselfIsNotAsked() throws DialException {
        int before = server.questions();
        assertThat(resolver.resolve(Multiaddr.parse("/ip6/2001:db8::1/tcp/5"), soon()))
                .containsExactly(
                        new Resolver.Target(new InetSocketAddress("2001:db8::1", 5), java.util.Optional.empty()));
        assertThat(server.questions()).isEqualTo(before);
    }
}
