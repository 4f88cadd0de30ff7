package io.starkbeat.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file system that holds a folder, of which the node's data are the most.
///
/// @param total MB
/// @param usage %
public record Storage(long total, double usage) {
    private static final long MEGABYTE = 1_048_576;

    /// Looks; empty when there is no such folder now.
    public static Optional<Storage> of(Path folder) {
        try {
            var store = Files.getFileStore(folder);
            var total = store.getTotalSpace();
            return total <= 0
                    ? Optional.empty()
                    : Optional.of(new Storage(total / MEGABYTE,
                            Host.tenths((total - store.getUnallocatedSpace()) * 100.0 / total)));
        } catch (IOException _) {
            // A volume that is not mounted now: not known, which is what the reader is told.
            return Optional.empty();
        }
    }
}
