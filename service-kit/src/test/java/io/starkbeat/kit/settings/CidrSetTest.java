package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrSetTest {
    private static final CidrSet PROXIES = CidrSet
            .parse("10.0.0.0/8, 192.0.2.7,172.16.128.0/17,fd00::/8,2001:db8:0:8000::/49");

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.255.255.255", "192.0.2.7", "172.16.128.1", "172.16.255.255", "fd12::1",
            "2001:db8:0:ffff::1", "::ffff:10.1.2.3"})
    void containsItsNetworks(String address) {
        assertThat(PROXIES.contains(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.0.0", "9.255.255.255", "192.0.2.8", "172.16.127.255", "172.17.128.1", "fe80::1",
            "2001:db8:0:7fff::1", "::10.1.2.3", "0a00::1"})
    void containsNothingElse(String address) {
        assertThat(PROXIES.contains(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0,203.0.113.9,true", "0.0.0.0/0,2001:db8::1,false", "::/0,2001:db8::1,true",
            "none,127.0.0.1,false"})
    void everythingOfOneFamilyOrNothing(String networks, String address, boolean contained) {
        assertThat(CidrSet.parse(networks).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.7/8", "proxy.example", "localhost/8", "10.0.0.0/", "10.0.0.0/-1",
            "fd00::/129", "10.0.0.0/8,,10.1.0.0/16", "10.0.0", "10.0.0.0/8/8"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CidrSet.parse(text));
    }
}
