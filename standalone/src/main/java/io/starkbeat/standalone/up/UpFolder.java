package io.starkbeat.standalone.up;

import io.starkbeat.kit.StartException;
import io.starkbeat.standalone.demo.Identities;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The folder in which `up` keeps all that it knows, held by a lock for as long as this is open: two processes on one
/// folder would destroy it. The system lets go of the lock when the process ends, however it ends.
public final class UpFolder implements AutoCloseable {
    /// 256 bits, as many as the HMAC that it keys.
    private static final int SECRET_BYTES = 32;

    private final Path root;
    private final FileChannel lockFile;

    private UpFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /// Opens a folder, and makes it where it is missing.
    ///
    /// @throws StartException if it cannot be made or written, or another process has it
    public static UpFolder open(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            var file = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            var lock = lock(file);
            if (lock == null) {
                var holder = StandardCharsets.US_ASCII.decode(read(file)).toString().strip();
                file.close();
                throw new StartException("the data folder " + root + " is in use by another running Starkbeat"
                        + (holder.isEmpty() ? "" : " (process " + holder + ")")
                        + ": stop that one, or choose another folder with --data-dir");
            }
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            return new UpFolder(root, file);
        } catch (IOException failed) {
            throw unusable(root, failed);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        // The far end of the file: where locks are mandatory, the process id at its start stays readable.
        return file.tryLock(Long.MAX_VALUE - 1, 1, false);
    }

    private static ByteBuffer read(FileChannel file) throws IOException {
        var text = ByteBuffer.allocate(20);
        file.read(text, 0);
        return text.flip();
    }

    /// The folder itself, absolute.
    public Path root() {
        return root;
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path streams() {
        return root.resolve("streams");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /// The peer ids of so many demo nodes, the same in each run.
    ///
    /// @throws StartException if they cannot be read or written
    public List<String> demoPeerIds(int count) {
        try {
            return Identities.in(root.resolve("demo-peer-ids"), count);
        } catch (IllegalArgumentException wrong) {
            throw new StartException(String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException failed) {
            throw unusable(root, failed);
        }
    }

    /// The key of the addresses' HMAC: made once, and readable by its owner only.
    ///
    /// @throws StartException if it cannot be read or written
    public String addressKeySecret() {
        var file = root.resolve("address-key-secret");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            var bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            var secret = HexFormat.of().formatHex(bytes);
            // Beside it first: a process killed meanwhile leaves no half of a secret.
            var complete = root.resolve("address-key-secret.new");
            Files.deleteIfExists(complete);
            if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(complete,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(complete, secret + "\n");
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
            return secret;
        } catch (IOException failed) {
            throw unusable(root, failed);
        }
    }

    private static StartException unusable(Path root, IOException failed) {
        var why = switch (failed) {
            case AccessDeniedException denied -> "this user may not write " + denied.getFile();
            case NotDirectoryException file -> file.getFile() + " is not a folder";
            case FileAlreadyExistsException file -> file.getFile() + " is a file";
            case FileSystemException other when other.getReason() != null ->
                other.getReason() + " at " + other.getFile();
            default -> String.valueOf(failed.getMessage());
        };
        return new StartException("the data folder " + root + " cannot be used: " + why
                + "; mend that, or choose another folder with --data-dir", failed);
    }

    /// Lets the folder go.
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException failed) {
            throw unusable(root, failed);
        }
    }
}
