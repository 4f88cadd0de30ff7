package io.starkbeat.gateway.address;

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
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] code = mac.doFinal(NodeIp.text(address).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(code, 0, KEPT_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
