package io.starkbeat.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.address.SeenAddress.Sight;
import io.starkbeat.kit.settings.CidrSet;
import io.starkbeat.kit.settings.NodeIp;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 7239, and what is sent by those who have not read it or have read it too well.
class ClientAddressTest {
    private final ClientAddress behindProxies = new ClientAddress(CidrSet.parse("10.0.0.0/8,fd00::/8"));

    private static SeenAddress seen(ClientAddress by, String peer, List<String> forwarded, List<String> forwardedFor) {
        return by.of(InetAddress.ofLiteral(peer), forwarded, forwardedFor);
    }

    private static String text(SeenAddress seen) {
        return NodeIp.FULL.shown(seen.address()) + " " + seen.sight().code();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            // Not from a proxy that is trusted: headers are anyone's.
            "192.0.2.1 | 203.0.113.5                  | 192.0.2.1 node",
            // From one: what it added.
            "10.0.0.1  | 203.0.113.5                  | 203.0.113.5 node",
            "fd00::1   | 203.0.113.5                  | 203.0.113.5 node",
            "::ffff:10.0.0.1 | 203.0.113.5            | 203.0.113.5 node",
            "10.0.0.1  | 1.1.1.1, 203.0.113.5         | 203.0.113.5 node",
            "10.0.0.1  | 1.1.1.1,203.0.113.5,10.9.9.9 | 203.0.113.5 node",
            "10.0.0.1  | 10.0.0.2, 10.0.0.3           | 10.0.0.2 node",
            // With ports, brackets, zones, mapped.
            "10.0.0.1  | 203.0.113.5:4711             | 203.0.113.5 node",
            "10.0.0.1  | [2001:db8::7]:4711           | 2001:db8::7 node",
            "10.0.0.1  | [2001:db8::7]                | 2001:db8::7 node",
            "10.0.0.1  | 2001:DB8:0:0::7              | 2001:db8::7 node",
            "10.0.0.1  | fe80::7%eth9                 | fe80::7 node",
            "10.0.0.1  | ::ffff:203.0.113.5           | 203.0.113.5 node",
            "10.0.0.1  | 203.0.113.5,::ffff:10.0.0.2  | 203.0.113.5 node",
            // What is no address.
            "10.0.0.1  | 1.1.1.1, unknown             | 10.0.0.1 silent_proxy",
            "10.0.0.1  | 1.1.1.1, localhost, 10.2.2.2 | 10.2.2.2 silent_proxy",
            "10.0.0.1  | 1.1.1.1,                     | 10.0.0.1 silent_proxy",
            "10.0.0.1  | ``                           | 10.0.0.1 silent_proxy",
            "10.0.0.1  | 203.0.113                    | 10.0.0.1 silent_proxy",
            "10.0.0.1  | 3405803781                   | 10.0.0.1 silent_proxy",
            "10.0.0.1  | 0x7f.1.1.1                   | 10.0.0.1 silent_proxy",
            "10.0.0.1  | 203.0.113.256                | 10.0.0.1 silent_proxy",
            "10.0.0.1  | 203.0.113.5:http             | 10.0.0.1 silent_proxy",
            "10.0.0.1  | [2001:db8::7                 | 10.0.0.1 silent_proxy",
            "10.0.0.1  | [2001:db8::7]x               | 10.0.0.1 silent_proxy",
            "10.0.0.1  | [203.0.113.5]                | 10.0.0.1 silent_proxy",
            "10.0.0.1  | for=203.0.113.5              | 10.0.0.1 silent_proxy",
            // There is no quoting in this header: a mark left open must not hide the sender.
            "10.0.0.1  | \"1.1.1.1, 203.0.113.5       | 203.0.113.5 node",
            "10.0.0.1  | 1.1.1.1\", 203.0.113.5       | 203.0.113.5 node"})
    void findsTheRightMostHopThatIsNoTrustedProxy(String peer, String forwardedFor, String expected) {
        assertThat(text(seen(behindProxies, peer, List.of(), List.of(forwardedFor)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "192.0.2.1 | for=203.0.113.5                                     | 192.0.2.1 node",
            "10.0.0.1  | for=203.0.113.5                                     | 203.0.113.5 node",
            "10.0.0.1  | FOR=203.0.113.5                                     | 203.0.113.5 node",
            "10.0.0.1  | For=\"[2001:db8:cafe::17]:4711\"                    | 2001:db8:cafe::17 node",
            "10.0.0.1  | for=[2001:db8:cafe::17]                             | 2001:db8:cafe::17 node",
            "10.0.0.1  | for=\"203.0.113.5:_port\"                           | 203.0.113.5 node",
            "10.0.0.1  | proto=https ; for = 203.0.113.5 ;by=10.0.0.1        | 203.0.113.5 node",
            "10.0.0.1  | for=1.1.1.1;proto=http, by=10.0.0.9;for=203.0.113.5 | 203.0.113.5 node",
            "10.0.0.1  | for=203.0.113.5, for=10.0.0.2                       | 203.0.113.5 node",
            "10.0.0.1  | for=1.1.1.1, for=unknown                            | 10.0.0.1 silent_proxy",
            "10.0.0.1  | for=1.1.1.1, for=_hidden                            | 10.0.0.1 silent_proxy",
            "10.0.0.1  | proto=https                                         | 10.0.0.1 silent_proxy",
            "10.0.0.1  | for=1.1.1.1;for=203.0.113.5                         | 10.0.0.1 silent_proxy",
            "10.0.0.1  | for                                                 | 10.0.0.1 silent_proxy",
            "10.0.0.1  | =,;\"                                               | 10.0.0.1 silent_proxy",
            // What a sender leaves open does not swallow what the proxy writes behind it.
            "10.0.0.1  | for=\"a,b;for=1.1.1.1\", for=203.0.113.5            | 203.0.113.5 node",
            "10.0.0.1  | for=\"1.1.1.1, for=203.0.113.5                      | 203.0.113.5 node",
            "10.0.0.1  | for=\", for=\"[2001:db8::7]:1\"                     | 2001:db8::7 node",
            "10.0.0.1  | for=\"\\\", for=\"[2001:db8::7]:1\"                 | 2001:db8::7 node",
            "10.0.0.1  | for=\"x\\, for=\"[2001:db8::7]:1\"                  | 2001:db8::7 node"})
    void readsTheStandardsHeader(String peer, String forwarded, String expected) {
        assertThat(text(seen(behindProxies, peer, List.of(forwarded), List.of()))).isEqualTo(expected);
    }

    /// A proxy writes one of them; the other is as its client sent it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "10.0.0.1  | for=203.0.113.5          | 203.0.113.5          | 203.0.113.5 node",
            "10.0.0.1  | for=\"203.0.113.5:4711\" | 1.1.1.1,203.0.113.5  | 203.0.113.5 node",
            "10.0.0.1  | for=203.0.113.5          | 1.1.1.1              | 10.0.0.1 contradiction",
            "10.0.0.1  | for=1.1.1.1              | 203.0.113.5          | 10.0.0.1 contradiction",
            "10.0.0.1  | proto=https              | 203.0.113.5          | 10.0.0.1 contradiction",
            "10.0.0.1  | for=203.0.113.5,for=10.0.0.2 | 1.1.1.1,10.0.0.2 | 10.0.0.1 contradiction",
            "192.0.2.1 | for=203.0.113.5          | 1.1.1.1              | 192.0.2.1 node"})
    void neitherHeaderIsBelievedWhereTheyDiffer(String peer, String forwarded, String forwardedFor, String expected) {
        assertThat(text(seen(behindProxies, peer, List.of(forwarded), List.of(forwardedFor)))).isEqualTo(expected);
    }

    @Test
    void withoutAHeaderAProxyCannotBeToldFromANode() {
        assertThat(text(seen(behindProxies, "10.0.0.1", List.of(), List.of()))).isEqualTo("10.0.0.1 node");
        assertThat(text(seen(behindProxies, "192.168.0.1", List.of(), List.of()))).isEqualTo("192.168.0.1 node");
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(text(seen(behindProxies, "10.0.0.1", List.of(), List.of("1.1.1.1, 203.0.113.5", "10.0.0.7"))))
                .isEqualTo("203.0.113.5 node");
        assertThat(
                text(seen(behindProxies, "10.0.0.1", List.of("for=1.1.1.1", "for=\"", "for=203.0.113.5"), List.of())))
                .isEqualTo("203.0.113.5 node");
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, true", "172.16.0.1, true", "172.31.255.255, true", "172.32.0.1, false", "192.168.9.9, true",
            "127.0.0.1, true", "169.254.1.1, true", "100.64.0.1, true", "100.127.255.255, true", "100.128.0.1, false",
            "::1, true", "fc00::1, true", "fdff::1, true", "fe80::1, true", "::ffff:192.168.0.1, true",
            "2001:db8::1, false", "203.0.113.5, false"})
    void privateAddressThatHandsOnAHeaderIsAProxyThatNobodyDeclared(String peer, boolean proxy) {
        ClientAddress noProxies = new ClientAddress(CidrSet.NONE);
        for (SeenAddress seen : List.of(seen(noProxies, peer, List.of(), List.of("203.0.113.5")),
                seen(noProxies, peer, List.of("for=203.0.113.5"), List.of()),
                seen(noProxies, peer, List.of("for=203.0.113.5"), List.of("1.1.1.1")))) {
            assertThat(seen.isShared()).isEqualTo(proxy);
            assertThat(seen.address()).isEqualTo(InetAddress.ofLiteral(peer));
        }
        assertThat(seen(noProxies, peer, List.of(), List.of()).isShared()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "2001:db8::1, true", "::ffff:10.0.0.1, false", "10.0.0.1, false",
            "100.64.1.1, false",
            "127.0.0.1, false", "169.254.1.1, false", "::1, false", "fd00::1, false", "fe80::1, false"})
    void onlyAPublicAddressIsSomewhere(String address, boolean somewhere) {
        InetAddress seen = InetAddress.ofLiteral(address);
        assertThat(new SeenAddress(seen, Sight.NODE).isSomewhere()).isEqualTo(somewhere);
        assertThat(new SeenAddress(seen, Sight.SILENT_PROXY).isSomewhere()).as("nobody's own").isFalse();
    }

    @Test
    void undeclaredProxyIsSeenBehindDeclaredOnesToo() {
        assertThat(text(seen(behindProxies, "10.0.0.1", List.of(), List.of("203.0.113.5, 192.168.0.1"))))
                .isEqualTo("192.168.0.1 undeclared_proxy");
        assertThat(text(seen(behindProxies, "10.0.0.1", List.of(), List.of("192.168.0.1"))))
                .isEqualTo("192.168.0.1 node");
        assertThat(text(seen(behindProxies, "10.0.0.1", List.of(), List.of("1.1.1.1, 203.0.113.5"))))
                .isEqualTo("203.0.113.5 node");
    }

    /// More than a server takes; each must be read in about no time.
    @Test
    void longHeadersCostLittle() {
        List<String> hostile = List.of("1.1.1.1,".repeat(8192) + "203.0.113.5", ",".repeat(65_536) + "203.0.113.5",
                "\"".repeat(65_535) + ",203.0.113.5", "a".repeat(65_536) + ", 203.0.113.5",
                "10.0.0.2,".repeat(7000) + "203.0.113.5" + ",10.0.0.3".repeat(100),
                "203.0.113.5" + ",10.0.0.3".repeat(7000));
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (String header : hostile) {
                assertThat(text(seen(behindProxies, "10.0.0.1", List.of(), List.of(header))))
                        .isEqualTo("203.0.113.5 node");
            }
            // Marks left open, each of which sends the search for its other half through all that is left of it.
            String open = "for=\",".repeat(9000) + "for=10.0.0.1,".repeat(1000);
            seen(behindProxies, "10.0.0.1", List.of(open + "for=10.0.0.1"), List.of());
        });
    }
}
