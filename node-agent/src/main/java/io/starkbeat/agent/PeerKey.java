package io.starkbeat.agent;

import io.starkbeat.schemas.peer.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key that makes a node itself when the node tells no peer id: Ed25519, made once, kept in a file that only its owner
/// reads (PEM, first the private key, then the public one). Its libp2p peer id is the node's for as long as the file is
/// kept.
final class PeerKey {
    private static final Logger log = LoggerFactory.getLogger("io.starkbeat.agent");

    private static final String ALGORITHM = "Ed25519";
    /// The encoded public key ends with the 32 bytes of the key itself (RFC 8410).
    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE);
    private static final Pattern PEM = Pattern
            .compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([^-]+)-----END \\1 KEY-----");

    private PeerKey() {}

    /// The peer id of the key in a file, which is made when it is not there.
    ///
    /// @throws AgentException when the file cannot be read, written, kept for its owner, or is no such key; what is in it is
    ///                        left as it is
    static PeerId in(Path file) {
        try {
            return idOf(Files.exists(file) ? read(file) : create(file));
        } catch (IOException failed) {
            throw new AgentException("the key file " + file + " cannot be used: " + failed
                    + "; name another one with --key, or tell the node's peer id with --peer-id");
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new AgentException("the key file " + file + " is damaged (" + damaged.getMessage()
                    + "); restore it, or delete it to report as a new node");
        }
    }

    private static PublicKey read(Path file) throws IOException, GeneralSecurityException {
        keepForOwner(file);
        var blocks = PEM.matcher(Files.readString(file));
        var factory = KeyFactory.getInstance(ALGORITHM);
        if (!blocks.find() || !blocks.group(1).equals("PRIVATE")) {
            throw new IllegalArgumentException("no private key is in it");
        }
        var privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(bytes(blocks.group(2))));
        if (!blocks.find() || !blocks.group(1).equals("PUBLIC")) {
            throw new IllegalArgumentException("no public key is in it");
        }
        var publicKey = factory.generatePublic(new X509EncodedKeySpec(bytes(blocks.group(2))));
        requirePair(privateKey, publicKey);
        return publicKey;
    }

    /// Container engines give a volume's files to a group, whoever made them (Kubernetes' `fsGroup`); so others' right to
    /// read is no reason to stop, but it is taken back.
    private static void keepForOwner(Path file) throws IOException {
        if (!isPosix(file) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            return;
        }
        try {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            log.warn("The key file {} could be read by others than its owner; now it cannot (mode 600)", file);
        } catch (FileSystemException refused) {
            throw new AgentException("the key file " + file
                    + " can be read by others than its owner, and is not the agent's to change: chmod 600 it");
        }
    }

    private static void requirePair(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        var probe = "starkbeat".getBytes(StandardCharsets.UTF_8);
        var signer = Signature.getInstance(ALGORITHM);
        signer.initSign(privateKey);
        signer.update(probe);
        var signature = signer.sign();
        signer.initVerify(publicKey);
        signer.update(probe);
        if (!signer.verify(signature)) {
            throw new IllegalArgumentException("its two keys do not belong together");
        }
    }

    /// Written whole beside it and then given its name, which fails where there is one already: of two agents that begin at
    /// once, one's key is kept, and both use it.
    private static PublicKey create(Path file) throws IOException, GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Files.createDirectories(folder);
        var draft = isPosix(folder)
                ? Files.createTempFile(folder, ".key", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.createTempFile(folder, ".key", ".new");
        try {
            Files.writeString(draft, text(pair), StandardOpenOption.SYNC);
            giveName(file, draft);
            return pair.getPublic();
        } catch (FileAlreadyExistsException other) {
            return read(file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void giveName(Path file, Path draft) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException other) {
            throw other;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // Some file systems of volumes have no second names. This fails too where there is a file, but for an instant.
            log.debug("no link at {}", file, noLinks);
            Files.move(draft, file);
        }
    }

    private static String text(KeyPair pair) {
        return block("PRIVATE", pair.getPrivate().getEncoded()) + block("PUBLIC", pair.getPublic().getEncoded());
    }

    private static String block(String kind, byte[] key) {
        return "-----BEGIN " + kind + " KEY-----\n" + Base64.getEncoder().encodeToString(key) + "\n-----END " + kind
                + " KEY-----\n";
    }

    private static byte[] bytes(String base64) {
        return Base64.getMimeDecoder().decode(base64.strip());
    }

    private static PeerId idOf(PublicKey key) {
        var encoded = key.getEncoded();
        return PeerId.ofEd25519(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
    }

    private static boolean isPosix(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView("posix");
    }
}
