package io.starkbeat.gateway.address;

import io.starkbeat.kit.settings.NodeIp;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the key under which two sessions of one address are known as such, and which tells no address: HMAC-SHA256 of
/// the full address under `ADDRESS_KEY_SECRET`. A plain hash would not do, four billion addresses are tried in seconds.
/// Thread-safe.
public final class AddressKey {
    private static final String ALGORITHM = "HmacSHA256";
    /// 128 bits: no two addresses of the world meet by chance.
    private static final int KEPT_BYTES = 16;

    private final SecretKeySpec secret;

    /// @param secret the same for all gateways
    public AddressKey(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /// The key of an address, 32 hex digits.
    public String of(InetAddress address) {
        return code(NodeIp.text(address));
    }

    /// A key for one socket alone, which equals no other: where many nodes seem to have one address, being of one address
    /// means nothing.
    ///
    /// @param socketId no other socket's
    public String of(InetAddress address, String socketId) {
        // No address has a space in it, so this is no address's text.
        return code(NodeIp.text(address) + " " + socketId);
    }

    private String code(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] code = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(code, 0, KEPT_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
