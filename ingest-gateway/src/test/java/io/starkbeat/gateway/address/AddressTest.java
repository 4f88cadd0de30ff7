package io.starkbeat.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.kit.settings.CidrSet;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
    private final ClientAddress behindProxies = new ClientAddress(CidrSet.parse("10.0.0.0/8,fd00::/8"));

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "192.0.2.77, 192.0.2.77, 192.0.2.0", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6, 2001:db8:1::",
            "2001:0db8:0:0:0:0:0:1, 2001:db8::1, 2001:db8::", "::ffff:192.0.2.77, 192.0.2.77, 192.0.2.0",
            "::1, ::1, ::"})
    void showsWhatIsAllowed(String address, String full, String prefix) {
        InetAddress parsed = InetAddress.ofLiteral(address);
        assertThat(NodeIp.FULL.shown(parsed)).isEqualTo(full);
        assertThat(NodeIp.PREFIX.shown(parsed)).isEqualTo(prefix);
        assertThat(NodeIp.NONE.shown(parsed)).isNull();
    }

    @Test
    void keyIsTheHmacOfTheFullAddress() {
        // printf 192.0.2.77 | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(new AddressKey("0123456789abcdef").of(InetAddress.ofLiteral("192.0.2.77")))
                .isEqualTo("14bea7368be209b05dd1f1fcbb91edb7");
        assertThat(new AddressKey("0123456789abcdef").of(InetAddress.ofLiteral("::ffff:192.0.2.77")))
                .isEqualTo("14bea7368be209b05dd1f1fcbb91edb7");
        assertThat(new AddressKey("0123456789abcdeg").of(InetAddress.ofLiteral("192.0.2.77")))
                .isNotEqualTo("14bea7368be209b05dd1f1fcbb91edb7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            // Not behind a proxy: headers are anyone's.
            "192.0.2.1 | -                                                   | 203.0.113.5             | 192.0.2.1",
            // Behind one: what it added.
            "10.0.0.1  | -                                                   | 203.0.113.5             | 203.0.113.5",
            "10.0.0.1  | -                                                   | 1.1.1.1, 203.0.113.5    | 203.0.113.5",
            "10.0.0.1  | -                                                   | 1.1.1.1,203.0.113.5,10.9.9.9 | 203.0.113.5",
            "10.0.0.1  | -                                                   | 10.0.0.2, 10.0.0.3      | 10.0.0.2",
            "10.0.0.1  | -                                                   | 203.0.113.5:4711        | 203.0.113.5",
            "10.0.0.1  | -                                                   | [2001:db8::7]:4711      | 2001:db8::7",
            "10.0.0.1  | -                                                   | 2001:db8::7             | 2001:db8::7",
            "10.0.0.1  | -                                                   | 1.1.1.1, unknown        | 10.0.0.1",
            "10.0.0.1  | -                                                   | 1.1.1.1, localhost, 10.2.2.2 | 10.2.2.2",
            "10.0.0.1  | -                                                   | ''                      | 10.0.0.1",
            "10.0.0.1  | -                                                   | -                       | 10.0.0.1",
            "fd00::1   | -                                                   | 203.0.113.5             | 203.0.113.5",
            // RFC 7239, before the other header.
            "10.0.0.1  | for=203.0.113.5                                     | 1.1.1.1                 | 203.0.113.5",
            "10.0.0.1  | For=\"[2001:db8:cafe::17]:4711\"                    | -                       | 2001:db8:cafe::17",
            "10.0.0.1  | for=1.1.1.1;proto=http, by=10.0.0.9;for=203.0.113.5 | -                       | 203.0.113.5",
            "10.0.0.1  | for=\"a,b;for=1.1.1.1\", for=203.0.113.5            | -                       | 203.0.113.5",
            "10.0.0.1  | for=1.1.1.1, for=_hidden                            | -                       | 10.0.0.1",
            "10.0.0.1  | proto=https                                         | 1.1.1.1                 | 10.0.0.1"})
    void findsTheRightMostHopThatIsNoTrustedProxy(String peer, String forwarded, String forwardedFor, String expected) {
        InetAddress found = behindProxies.of(InetAddress.ofLiteral(peer), asList(forwarded), asList(forwardedFor));
        assertThat(NodeIp.FULL.shown(found)).isEqualTo(expected);
    }

    @Test
    void severalHeadersAreOneList() {
        InetAddress found = behindProxies.of(InetAddress.ofLiteral("10.0.0.1"), List.of(),
                List.of("1.1.1.1, 203.0.113.5", "10.0.0.7"));
        assertThat(NodeIp.FULL.shown(found)).isEqualTo("203.0.113.5");
    }

    private static List<String> asList(String header) {
        return header == null ? List.of() : List.of(header);
    }
}
