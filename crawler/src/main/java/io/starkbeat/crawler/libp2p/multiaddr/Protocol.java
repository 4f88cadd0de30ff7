package io.starkbeat.crawler.libp2p.multiaddr;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// The parts of which multiaddrs are made, by multiformats' table. Only some are dialled; the others are here because a part
/// can only be passed over by who knows its length.
enum Protocol {
    IP4(4, Value.IP4),
    TCP(6, Value.PORT),
    UDP(273, Value.PORT),
    DCCP(33, Value.PORT),
    IP6(41, Value.IP6),
    IP6ZONE(42, Value.TEXT),
    IPCIDR(43, Value.BYTE),
    DNS(53, Value.TEXT),
    DNS4(54, Value.TEXT),
    DNS6(55, Value.TEXT),
    DNSADDR(56, Value.TEXT),
    SCTP(132, Value.PORT),
    UDT(301, Value.NONE),
    UTP(302, Value.NONE),
    P2P(421, Value.PEER),
    P2P_CIRCUIT(290, Value.NONE),
    QUIC(460, Value.NONE),
    QUIC_V1(461, Value.NONE),
    WEBTRANSPORT(465, Value.NONE),
    CERTHASH(466, Value.MULTIBASE),
    WS(477, Value.NONE),
    WSS(478, Value.NONE),
    TLS(448, Value.NONE),
    SNI(449, Value.TEXT),
    NOISE(454, Value.NONE),
    HTTP(480, Value.NONE),
    HTTPS(443, Value.NONE),
    WEBRTC_DIRECT(280, Value.NONE),
    WEBRTC(281, Value.NONE);

    /// In messages `quic-v1`.
    private static final Map<String, Protocol> BY_TEXT = Arrays.stream(values())
            .collect(Collectors.toMap(Protocol::text, Function.identity()));
    private static final Map<Integer, Protocol> BY_CODE = Arrays.stream(values())
            .collect(Collectors.toMap(p -> p.code, Function.identity()));

    final int code;
    final Value value;

    Protocol(int code, Value value) {
        this.code = code;
        this.value = value;
    }

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static @Nullable Protocol of(String text) {
        // Older texts name a peer by the network that came first.
        return text.equals("ipfs") ? P2P : BY_TEXT.get(text);
    }

    static @Nullable Protocol of(int code) {
        return BY_CODE.get(code);
    }
}
