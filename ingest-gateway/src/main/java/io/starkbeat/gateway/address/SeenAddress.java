package io.starkbeat.gateway.address;

import java.net.InetAddress;

/// A socket's far end, as far as it can be seen.
///
/// @param address the node's, or that of the proxy behind which no farther can be seen
/// @param sight   which of the two, and why
public record SeenAddress(InetAddress address, Sight sight) {

    /// How far one sees.
    public enum Sight {
        /// To the node, as far as anyone can know: a proxy that adds no header looks like a node.
        NODE("node"),
        /// To a private address that hands on somebody's header and is not among `TRUSTED_PROXIES`.
        UNDECLARED_PROXY("undeclared_proxy"),
        /// To a trusted proxy that did not say whom it speaks for: `unknown`, an obfuscated name, no address.
        SILENT_PROXY("silent_proxy"),
        /// To a trusted proxy of whose two headers one says this and the other that.
        CONTRADICTION("contradiction");

        private final String code;

        Sight(String code) {
            this.code = code;
        }

        /// The name in metrics.
        public String code() {
            return code;
        }
    }

    /// Whether it is a proxy's address, which any number of nodes share: two sessions of it may be two nodes.
    public boolean isShared() {
        return sight != Sight.NODE;
    }

    /// Whether the address says where on earth its node is, to whoever knows: it is the node's own, and a public one.
    public boolean isSomewhere() {
        return !isShared() && !PrivateNetworks.contain(address);
    }
}
