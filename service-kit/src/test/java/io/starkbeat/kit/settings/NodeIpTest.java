package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIpTest {

    @ParameterizedTest
    @CsvSource({"/ip4/203.0.113.7/tcp/7777, /ip4/203.0.113.0/tcp/7777",
            "/ip4/203.0.113.7/tcp/7777/p2p/12D3KooW, /ip4/203.0.113.0/tcp/7777", "/ip4/203.0.113.7, /ip4/203.0.113.0",
            "/ip6/2001:db8:1:2::7/tcp/1, /ip6/2001:db8:1::/tcp/1",
            "/ip6/::ffff:203.0.113.7/tcp/1, /ip4/203.0.113.0/tcp/1",
            "/dns4/my-node.example.org/tcp/1, ", "/ip4/my-node/tcp/1, ", "203.0.113.7, ", "/ip4, ", "'', "})
    void aPrefixIsAllThatIsLeftOfAMultiaddr(String multiaddr, String shown) {
        assertThat(NodeIp.PREFIX.shownMultiaddr(multiaddr)).isEqualTo(shown);
        assertThat(NodeIp.NONE.shownMultiaddr(multiaddr)).isNull();
        assertThat(NodeIp.FULL.shownMultiaddr(multiaddr)).isEqualTo(multiaddr);
    }
}
