package io.starkbeat.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Properties;
import java.util.regex.Pattern;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of all nodes' data, held by this process alone from [#open(Path, int)] to [#close()].
///
/// Its file `cluster.properties` says whose data these are: the cluster's id, the number of nodes, and the newest Kafka
/// that wrote here. It is written before any node is formatted, so a process that dies half-way is continued by the
/// next, under the same id. Each node has a folder `node-<n>`.
final class DataFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    private static final String LOCK = ".lock";
    private static final String STAMP = "cluster.properties";
    private static final String UNFINISHED_STAMP = STAMP + ".new";
    private static final Pattern MINOR_VERSION = Pattern.compile("(\\d+\\.\\d+).*");

    private final Path root;
    private final boolean temporary;
    private final FileChannel lock;
    private final String clusterId;

    private DataFolder(Path root, boolean temporary, FileChannel lock, String clusterId) {
        this.root = root;
        this.temporary = temporary;
        this.lock = lock;
        this.clusterId = clusterId;
    }

    /// @param given null: a new folder of the system's temporary place, deleted at close
    /// @throws EmbeddedKafkaException when the folder cannot serve
    static DataFolder open(@Nullable Path given, int nodes) {
        return open(given, nodes, AppInfoParser.getVersion());
    }

    /// As [#open(Path, int)], for a Kafka of another version than the one on the class path.
    static DataFolder open(@Nullable Path given, int nodes, String kafkaVersion) {
        var root = given == null ? temporaryFolder() : made(given);
        requireNothingElse(root);
        var lock = locked(root);
        try {
            var stamp = readStamp(root);
            if (stamp.isEmpty()) {
                stamp.setProperty("cluster.id", Uuid.randomUuid().toString());
                stamp.setProperty("nodes", String.valueOf(nodes));
            } else {
                requireSameNodes(root, stamp, nodes);
                requireNotNewer(root, stamp, kafkaVersion);
            }
            stamp.setProperty("kafka.version", kafkaVersion);
            writeStamp(root, stamp);
            return new DataFolder(root, given == null, lock, stamp.getProperty("cluster.id"));
        } catch (IOException e) {
            release(lock);
            throw unusable(root, e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    String clusterId() {
        return clusterId;
    }

    /// The folder of one node, made when missing.
    Path ofNode(int node) {
        try {
            return Files.createDirectories(root.resolve("node-" + node));
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Lets others have the folder; deletes it when it is temporary.
    @Override
    public void close() {
        release(lock);
        if (temporary) {
            try {
                delete(root);
            } catch (IOException e) {
                log.warn("The temporary folder {} could not be deleted whole; delete it by hand", root, e);
            }
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("starkbeat-kafka-");
        } catch (IOException e) {
            throw unusable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static FileChannel locked(Path root) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new EmbeddedKafkaException.FolderInUse(root);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            release(channel);
            throw new EmbeddedKafkaException.FolderInUse(root);
        } catch (EmbeddedKafkaException e) {
            release(channel);
            throw e;
        } catch (IOException e) {
            release(channel);
            throw unusable(root, e);
        }
    }

    private static void release(@Nullable FileChannel lock) {
        if (lock == null) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of Kafka's data folder could not be given back", e);
        }
    }

    private static Properties readStamp(Path root) throws IOException {
        var stamp = new Properties();
        var file = root.resolve(STAMP);
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                stamp.load(reader);
            }
            for (var name : new String[]{"cluster.id", "nodes", "kafka.version"}) {
                if (stamp.getProperty(name) == null) {
                    throw new EmbeddedKafkaException.DataIncompatible(root, "its " + STAMP + " lacks " + name
                            + "; restore that file, or choose another folder");
                }
            }
        }
        return stamp;
    }

    private static void writeStamp(Path root, Properties stamp) throws IOException {
        var unfinished = root.resolve(UNFINISHED_STAMP);
        try (var writer = Files.newBufferedWriter(unfinished)) {
            stamp.store(writer, "Whose data these are; Kafka does not start without this file.");
        }
        Files.move(unfinished, root.resolve(STAMP), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Before anything is written: a folder without a stamp that holds something is someone else's.
    private static void requireNothingElse(Path root) {
        if (Files.exists(root.resolve(STAMP))) {
            return;
        }
        try (var files = Files.list(root)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK) && !name.equals(UNFINISHED_STAMP))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new EmbeddedKafkaException.FolderUnusable(root, "the folder holds " + name
                                + ", which is not this Kafka's; choose an empty or a new folder", null);
                    });
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    private static void requireSameNodes(Path root, Properties stamp, int nodes) {
        var written = stamp.getProperty("nodes");
        if (!written.equals(String.valueOf(nodes))) {
            throw new EmbeddedKafkaException.DataIncompatible(root, "they belong to a cluster of " + written
                    + " node(s), not " + nodes + "; start it with " + written + ", or choose another folder");
        }
    }

    /// Kafka reads what older versions wrote, and writes formats that older ones may not read from one minor version to
    /// the next; patches of one minor version share their formats.
    private static void requireNotNewer(Path root, Properties stamp, String kafkaVersion) {
        var written = stamp.getProperty("kafka.version");
        if (minor(written).compareTo(minor(kafkaVersion)) > 0) {
            throw new EmbeddedKafkaException.DataIncompatible(root,
                    "Kafka " + written + " wrote them, and this is the older Kafka " + kafkaVersion
                            + "; start the version of Starkbeat that wrote them, or choose another folder");
        }
    }

    private static Version minor(String version) {
        var matcher = MINOR_VERSION.matcher(version);
        return Version.parse(matcher.matches() ? matcher.group(1) : "0");
    }

    private static EmbeddedKafkaException.FolderUnusable unusable(Path folder, IOException e) {
        var why = switch (e) {
            case AccessDeniedException denied -> "no permission to write " + denied.getFile()
                    + "; give this user the right to, or choose another folder";
            case NotDirectoryException file -> file.getFile() + " is not a folder; choose another";
            case FileAlreadyExistsException file -> file.getFile() + " is a file; choose another folder";
            case FileSystemException other ->
                (other.getReason() == null ? "it cannot be made or written" : other.getReason())
                        + " at " + other.getFile() + "; choose another folder";
            default -> e.getMessage() + "; choose another folder";
        };
        return new EmbeddedKafkaException.FolderUnusable(folder, why, e);
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // A file that is gone already is as good as deleted.
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
