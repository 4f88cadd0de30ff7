package io.starkbeat.crawler.libp2p.multiaddr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.schemas.peer.PeerId;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultiaddrTest {
    private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

    /// Bytes by multiformats' table of protocols.
    @ParameterizedTest
    @CsvSource({
            "/ip4/127.0.0.1/tcp/4001, 047f000001060fa1",
            "/ip4/127.0.0.1/udp/1234, 047f000001910204d2",
            "/ip6/2001:db8::1/tcp/80, 2920010db8000000000000000000000001060050",
            "/ip6/::ffff:1.2.3.4/tcp/80, 2900000000000000000000ffff01020304060050",
            "/dns4/node.example/tcp/1, 360c6e6f64652e6578616d706c65060001",
            "/dns/a/tcp/65535, 35016106ffff",
            "/dnsaddr/bootstrap.example, 3811626f6f7473747261702e6578616d706c65",
            "/ip4/1.2.3.4/udp/5/quic-v1, 04010203049102" + "0005" + "cd03",
            "/ip4/1.2.3.4/tcp/5/tls/ws, 0401020304060005c003dd03",
            "/p2p-circuit, a202"})
    void textAndBytesAreOneAddress(String text, String hex) {
        Multiaddr address = Multiaddr.parse(text);
        assertThat(address).hasToString(text);
        assertThat(address.encoded()).asHexString().isEqualToIgnoringCase(hex);
        assertThat(Multiaddr.decode(HexFormat.of().parseHex(hex))).isEqualTo(address).hasSameHashCodeAs(address);
    }

    @Test
    void peersAreNamedInAnyOfTheirTexts() {
        PeerId peer = PeerId.parse(PEER).orElseThrow();
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/5/p2p/" + PEER);
        assertThat(address.peerId()).hasValue(peer);
        assertThat(address.withoutPeer()).hasToString("/ip4/1.2.3.4/tcp/5");
        assertThat(address.withoutPeer().withPeer(peer)).isEqualTo(address);
        assertThat(address.withPeer(peer)).isEqualTo(address);
        assertThat(Multiaddr.parse("/ip4/1.2.3.4/tcp/5/ipfs/" + PEER + "/")).isEqualTo(address);
        assertThat(Multiaddr.decode(address.encoded())).isEqualTo(address);
        assertThat(Multiaddr.parse("/ip4/1.2.3.4/tcp/5").peerId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "/ip4/1.2.3.4/tcp/5, 'Socket[address=/1.2.3.4:5]'",
            "/ip6/::1/tcp/5, 'Socket[address=/[0:0:0:0:0:0:0:1]:5]'",
            "/ip6/::ffff:1.2.3.4/tcp/5, 'Socket[address=/1.2.3.4:5]'",
            "/dns/a.example/tcp/5, 'Named[host=a.example, port=5, family=ANY]'",
            "/dns4/a.example/tcp/5, 'Named[host=a.example, port=5, family=IP4]'",
            "/dns6/a.example/tcp/5, 'Named[host=a.example, port=5, family=IP6]'",
            "/dnsaddr/a.example, 'Listed[host=a.example]'"})
    void whatIsDialled(String text, String place) {
        assertThat(Multiaddr.parse(text).place()).hasToString("Optional[" + place + "]");
        assertThat(Multiaddr.parse(text + "/p2p/" + PEER).place()).hasToString("Optional[" + place + "]");
    }

    /// They are what a peer said, and kept.
    @ParameterizedTest
    @ValueSource(strings = {"/ip4/1.2.3.4/udp/5/quic-v1", "/ip4/1.2.3.4/tcp/5/ws", "/ip4/1.2.3.4", "/tcp/5",
            "/ip4/1.2.3.4/tcp/0", "/ip4/1.2.3.4/tcp/5/p2p/" + PEER + "/p2p-circuit", "/onion3/vww6:80",
            "/new-thing/1/tcp/5",
            "/ip4/1.2.3.4/tcp/5/new-thing", "/dnsaddr/a.example/tcp/5", "/p2p/" + PEER})
    void othersAreKeptAndNotDialled(String text) {
        assertThat(Multiaddr.parse(text)).hasToString(text);
        assertThat(Multiaddr.parse(text).place()).isEmpty();
    }

    @Test
    void bytesThatAreNotUnderstoodAreKept() {
        Multiaddr address = Multiaddr.decode(HexFormat.of().parseHex("0401020304" + "ff7f0102"));
        assertThat(address).hasToString("/ip4/1.2.3.4/opaque/ff7f0102");
        assertThat(address.place()).isEmpty();
        assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
            "'', 'an address is written as'", "/, 'an address is written as'",
            "ip4/1.2.3.4, 'an address is written as'",
            "//ip4/1.2.3.4, 'an address is written as'", "/ip4, 'behind /ip4 its value is missing'",
            "/ip4/1.2.3, 'is no IPv4 address'", "/ip4/1.2.3.256/tcp/1, 'is no IPv4 address'",
            "/ip4/::1/tcp/1, 'is no IPv4 address'", "/ip6/1.2.3.4/tcp/1, 'is no IPv6 address'",
            "/ip6/fe80::1%eth0/tcp/1, 'is no IPv6 address'", "/ip6/[::1]/tcp/1, 'is no IPv6 address'",
            "/ip4/1.2.3.4/tcp/65536, 'is no number from 0 to 65535'", "/ip4/1.2.3.4/tcp/-1, 'is no number'",
            "/ip4/1.2.3.4/tcp/08, 'is no number'", "/ip4/1.2.3.4/tcp/99999999999, 'is no number'",
            "/ip4/1.2.3.4/tcp/1/p2p/Qm, 'is no peer id'", "/ip4/1.2.3.4 /tcp/1, 'neither spaces'"})
    void whatIsNoAddressIsRefusedWithAReason(String text, String why) {
        assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no multiaddr").hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "04", "047f0000", "06", "0600", "3605616263", "36ffffff7f", "ffffff7f", "a503220020",
            "3600",
            "36012f", "3601ff", "360107"})
    void whatIsCutShortOrWrongIsRefused(String hex) {
        assertThatThrownBy(() -> Multiaddr.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesAreBounded() {
        assertThatThrownBy(() -> Multiaddr.parse("/dns4/" + "a".repeat(4100)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Multiaddr.decode(new byte[1025])).isInstanceOf(IllegalArgumentException.class);
        assertThat(Multiaddr.parse("/tcp/1".repeat(100)).place()).isEmpty();
    }

    @Property(tries = 2000)
    void anyBytesAreAnAddressOrRefused(@ForAll("addressBytes") byte[] bytes) {
        Multiaddr address;
        try {
            address = Multiaddr.decode(bytes);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
        assertThat(address.place()).isNotNull();
    }

    @Property(tries = 2000)
    void anyTextIsAnAddressOrRefused(@ForAll("addressTexts") String text) {
        Multiaddr address;
        try {
            address = Multiaddr.parse(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
    }

    @Provide
    Arbitrary<byte[]> addressBytes() {
        Arbitrary<Byte> codes = Arbitraries.of(new Byte[]{4, 6, 41, 42, 43, 53, 54, 56, 33});
        return Arbitraries.oneOf(codes, Arbitraries.bytes()).array(byte[].class).ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> addressTexts() {
        return Arbitraries
                .of("ip4", "ip6", "tcp", "dns", "p2p", "1.2.3.4", "::1", "fe80::1", "80", "x", "", PEER, "quic", "\t",
                        "certhash", "uAAAA", "opaque", "ipcidr")
                .list().ofMaxSize(8).map(parts -> "/" + String.join("/", parts));
    }

    @Property
    void rubbishIsRefused(@ForAll @Size(max = 50) String text) {
        if (!text.startsWith("/")) {
            assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
