package io.starkbeat.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.kit.settings.NodeIp;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
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

    @Test
    void keyOfOneSocketAloneEqualsNoOther() {
        AddressKey keys = new AddressKey("0123456789abcdef");
        InetAddress address = InetAddress.ofLiteral("10.0.0.1");
        assertThat(keys.of(address, "s1")).hasSize(32)
                .isEqualTo(keys.of(address, "s1"))
                .isNotEqualTo(keys.of(address, "s2"))
                .isNotEqualTo(keys.of(InetAddress.ofLiteral("10.0.0.2"), "s1"))
                .isNotEqualTo(keys.of(address));
    }

    @Test
    void textOfAHandshakeShowsNoMoreThanIsAllowed() {
        InetAddress address = InetAddress.ofLiteral("192.0.2.77");
        assertThat(NodeIp.FULL.shownIn("juno (192.0.2.77)", address)).isEqualTo("juno (192.0.2.77)");
        assertThat(NodeIp.PREFIX.shownIn("juno (192.0.2.77)", address)).isEqualTo("juno (192.0.2.0)");
        assertThat(NodeIp.NONE.shownIn("juno (192.0.2.77)", address)).isEqualTo("juno (…)");
        assertThat(NodeIp.NONE.shownIn(null, address)).isNull();
    }
}
