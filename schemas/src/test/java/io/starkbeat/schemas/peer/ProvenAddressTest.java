package io.starkbeat.schemas.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.peer.ProvenAddress.Likeness;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenAddressTest {

    @ParameterizedTest
    @CsvSource({
            "/ip4/8.8.4.4/tcp/7777, 8.8.4.4, SAME", "/ip4/8.8.4.4/tcp/7777, ::ffff:8.8.4.4, SAME",
            "/ip4/8.8.4.4/tcp/7777, 8.8.4.5, OTHER", "/ip4/8.8.4.4/tcp/7777, 9.8.4.4, OTHER",
            // Either side may be shortened.
            "/ip4/8.8.4.4/tcp/7777, 8.8.4.0, SAME", "/ip4/8.8.4.0/tcp/7777, 8.8.4.4, SAME",
            "/ip4/8.8.4.4/tcp/7777, 8.8.5.0, OTHER",
            // A host has a /64; a prefix is a /48.
            "/ip6/2a01:4f8:1:2::1/tcp/7777, 2a01:4f8:1:2:a:b:c:d, SAME",
            "/ip6/2a01:4f8:1:2::1/tcp/7777, 2a01:4f8:1:3::1, OTHER",
            "/ip6/2a01:4f8:1:2::1/tcp/7777, '2a01:4f8:1::', SAME",
            // What cannot be compared.
            "/ip4/8.8.4.4/tcp/7777, 2a01:4f8:1:2::1, UNKNOWN", "/ip4/8.8.4.4/tcp/7777, 172.18.0.1, UNKNOWN",
            "/ip4/8.8.4.4/tcp/7777, 100.64.0.9, UNKNOWN", "/ip4/10.0.0.4/tcp/7777, 8.8.4.4, UNKNOWN",
            "/ip6/2a01:4f8:1:2::1/tcp/7777, fd00::1, UNKNOWN", "/ip4/8.8.4.4/tcp/7777, , UNKNOWN",
            "/ip4/8.8.4.4/tcp/7777, localhost, UNKNOWN",
            "/ip4/10.0.0.4/tcp/7777, 10.0.0.4, SAME", "/ip4/127.0.0.1/tcp/7777, 127.0.0.1, SAME",
            "/ip4/10.0.0.4/tcp/7777, 10.0.0.5, OTHER"})
    void onlyWhatCannotBeTheSameHostIsAnother(String proven, String observed, Likeness likeness) {
        assertThat(ProvenAddress.of(proven).orElseThrow().likeness(observed)).isEqualTo(likeness);
    }

    @Test
    void whatBeginsWithNoAddressIsNone() {
        assertThat(Stream.of("", "/", "/ip4", "/ip4/", "/ip4/300.1.1.1/tcp/1", "/dns4/example.org/tcp/1", "8.8.4.4",
                "x/ip4/8.8.4.4", "/ip4/example.org/tcp/1").map(ProvenAddress::of))
                .allMatch(java.util.Optional::isEmpty);
        assertThat(ProvenAddress.of(null)).isEmpty();
    }

    @Test
    void neighboursShareANetwork() {
        assertThat(ProvenAddress.of("/ip4/8.8.4.4/tcp/1").orElseThrow().network()).isEqualTo("8.8.4.0")
                .isEqualTo(ProvenAddress.of("/ip4/8.8.4.9").orElseThrow().network());
        assertThat(ProvenAddress.of("/ip6/2a01:4f8:1:2::1/tcp/1").orElseThrow().network())
                .isEqualTo(ProvenAddress.of("/ip6/2a01:4f8:1:3::1/tcp/1").orElseThrow().network());
    }
}
