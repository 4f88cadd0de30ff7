package io.starkbeat.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BootstrapsTest {
    @Test
    void networksAndAddressesAreRead() {
        Bootstraps read = Bootstraps
                .parse("SN_MAIN=/dns4/boot.example/tcp/7777, /ip4/203.0.113.7/tcp/7777;\nMY_NET=/dnsaddr/boot.example;");
        assertThat(read.byNetwork().keySet()).containsExactly("SN_MAIN", "MY_NET");
        assertThat(read.byNetwork().get("SN_MAIN")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "SN_MAIN", "SN_MAIN=", "/ip4/203.0.113.7/tcp/7777", "SN_MAIN=boot.example:7777",
            "SN_MAIN=/ip4/203.0.113.7/udp/7777/quic-v1",
            "SN_MAIN=/ip4/203.0.113.7/tcp/1;SN_MAIN=/ip4/203.0.113.7/tcp/2",
            "SN MAIN=/ip4/203.0.113.7/tcp/1", "a/b=/ip4/203.0.113.7/tcp/1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Bootstraps.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
