package io.starkbeat.gateway.country;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// By what a file that was rewritten or replaced is known. Links are followed, since they may come to point elsewhere.
///
/// @param modified null when there is no such file, or none that may be looked at
/// @param key      the file system's own, where it has one
record FileStamp(long size, @Nullable FileTime modified, @Nullable Object key) {
    private static final FileStamp NONE = new FileStamp(0, null, null);

    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException _) {
            // Who reads it next is told what is wrong.
            return NONE;
        }
    }
}
