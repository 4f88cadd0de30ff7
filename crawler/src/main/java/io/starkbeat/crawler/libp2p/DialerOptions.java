package io.starkbeat.crawler.libp2p;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// What a dialer says of itself, asks for, and how long it waits. The times are for whole steps: a peer that sends a byte
/// now and then gains nothing.
///
/// @param agentVersion    what peers are told, for example `starkbeat-crawler/0.1.0`
/// @param kadProtocols    offered for [Connection#findNode], in this order
/// @param headerProtocols offered for [Connection#headHeight], in this order
/// @param policy          which sockets may be dialled
/// @param dnsServers      asked for names; empty for the machine's own
/// @param resolveWithin   for all questions about one address
/// @param connectWithin   for a TCP connection
/// @param handshakeWithin for Noise and Yamux together
/// @param answerWithin    for one question and its answer
/// @param headWithin      for all questions that [Connection#headHeight] takes
public record DialerOptions(
        String agentVersion,
        List<String> kadProtocols,
        List<String> headerProtocols,
        AddressPolicy policy,
        List<InetSocketAddress> dnsServers,
        Duration resolveWithin,
        Duration connectWithin,
        Duration handshakeWithin,
        Duration answerWithin,
        Duration headWithin) {

    public DialerOptions {
        kadProtocols = List.copyOf(kadProtocols);
        headerProtocols = List.copyOf(headerProtocols);
        dnsServers = List.copyOf(dnsServers);
    }

    /// The usual times: long enough for a peer on the other side of the world that is busy, and not for one that is gone.
    ///
    /// @param chain as in [StarknetProtocols]
    public static DialerOptions of(String agentVersion, String chain) {
        return new DialerOptions(agentVersion, StarknetProtocols.kad(chain), StarknetProtocols.headers(chain),
                AddressPolicy.ANY, List.of(), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10),
                Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    public DialerOptions withPolicy(AddressPolicy newPolicy) {
        return new DialerOptions(agentVersion, kadProtocols, headerProtocols, newPolicy, dnsServers, resolveWithin,
                connectWithin, handshakeWithin, answerWithin, headWithin);
    }

    public DialerOptions withDnsServers(List<InetSocketAddress> newServers) {
        return new DialerOptions(agentVersion, kadProtocols, headerProtocols, policy, newServers, resolveWithin,
                connectWithin, handshakeWithin, answerWithin, headWithin);
    }

    /// The same time for every step.
    public DialerOptions withTimes(Duration each) {
        return new DialerOptions(agentVersion, kadProtocols, headerProtocols, policy, dnsServers, each, each, each,
                each,
                each);
    }
}
