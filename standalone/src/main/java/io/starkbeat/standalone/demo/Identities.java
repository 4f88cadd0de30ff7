package io.starkbeat.standalone.demo;

import io.starkbeat.schemas.peer.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The peer ids of demo nodes, in a file with one to a line, so that a node is the same node after a restart.
///
/// Each is the id of a real Ed25519 key, made by the rules of libp2p's peer-ids specification. The private keys are not
/// kept: demo nodes speak to nobody over p2p.
public final class Identities {
    /// The encoded public key ends with the 32 bytes of the key itself (RFC 8410).
    private static final int ED25519_KEY_BYTES = 32;

    private Identities() {}

    /// The first `count` ids of a file, which is made or made longer where it holds fewer.
    ///
    /// @throws IOException when the file cannot be read or written
    /// @throws IllegalArgumentException when a line of the file is no peer id; the message says which and what to do
    public static List<String> in(Path file, int count) throws IOException {
        var kept = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
        for (var line = 0; line < kept.size(); line++) {
            if (!PeerId.isCanonical(kept.get(line))) {
                throw new IllegalArgumentException("line " + (line + 1) + " of " + file
                        + " is no peer id: correct it, or delete the file to have demo nodes with new ids");
            }
        }
        if (kept.size() >= count) {
            return kept.subList(0, count);
        }
        var all = new ArrayList<>(kept);
        while (all.size() < count) {
            all.add(create());
        }
        write(file, all);
        return List.copyOf(all);
    }

    /// The peer id of a new Ed25519 key, in base58.
    public static String create() {
        try {
            var encoded = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
            return PeerId.ofEd25519(Arrays.copyOfRange(encoded, encoded.length - ED25519_KEY_BYTES, encoded.length))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /// Beside the old file first: a process that is killed meanwhile leaves no half of a line.
    private static void write(Path file, List<String> ids) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var complete = Files.write(file.resolveSibling(file.getFileName() + ".new"), ids);
        Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
