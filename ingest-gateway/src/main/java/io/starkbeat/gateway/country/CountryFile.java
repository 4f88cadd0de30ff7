package io.starkbeat.gateway.country;

import io.micrometer.core.instrument.MeterRegistry;
import io.starkbeat.kit.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The countries of a database file, read anew when the file changes. Look-ups are for any thread and never wait;
/// [#check()] is for one that may.
public final class CountryFile implements Countries {
    private static final Logger log = LoggerFactory.getLogger(CountryFile.class);

    private final String setting;
    private final Path file;
    private final CountryMetrics metrics;
    private volatile CountryDatabase database;
    /// The file as it was when it was last read, whatever came of it.
    private FileStamp read;
    /// The file as the last check found it.
    private FileStamp found;

    private CountryFile(String setting, Path file, FileStamp stamp, CountryDatabase database, MeterRegistry meters) {
        this.setting = setting;
        this.file = file;
        this.database = database;
        this.read = stamp;
        this.found = stamp;
        this.metrics = new CountryMetrics(meters, () -> this.database.builtAt());
    }

    /// Reads the file; waits for the disk.
    ///
    /// @param setting the variable that names it, for people
    /// @throws StartException when it is no database of countries
    public static CountryFile open(String setting, Path file, MeterRegistry meters) {
        FileStamp stamp = FileStamp.of(file);
        try {
            CountryFile opened = new CountryFile(setting, file, stamp, CountryDatabase.read(file), meters);
            log.info("countries come from {}", opened.shown());
            return opened;
        } catch (UnusableDatabaseException e) {
            throw new StartException(setting + " is '" + file + "': " + e.getMessage()
                    + ". Expected a file in MaxMind's format (.mmdb) that tells countries; without " + setting
                    + " there are none.", e);
        }
    }

    @Override
    public @Nullable String of(InetAddress address) {
        try {
            String country = database.country(address);
            metrics.lookedUp(country != null);
            return country;
        } catch (IOException | RuntimeException e) {
            // A damaged file must not keep nodes out.
            long count = metrics.lookupFailed();
            if (Long.bitCount(count) == 1) {
                log.warn("{}: an address could not be looked up ({} so far); the file {} seems to be damaged", setting,
                        count, file, e);
            }
            return null;
        }
    }

    /// Reads the file anew when it has changed, and has been the same for two checks on end: it may still be being
    /// written. One that cannot be used changes nothing. Waits for the disk.
    public synchronized void check() {
        FileStamp now = FileStamp.of(file);
        boolean settled = now.equals(found);
        found = now;
        if (!settled || now.equals(read)) {
            return;
        }
        read = now;
        try {
            database = CountryDatabase.read(file);
            metrics.reloaded();
            log.info("countries come from {} now", shown());
        } catch (UnusableDatabaseException e) {
            metrics.reloadRefused();
            log.warn("{}: {} has changed, and {}; countries still come from {}", setting, file, e.getMessage(),
                    shown());
        }
    }

    private String shown() {
        CountryDatabase current = database;
        return current.type() + " of " + current.builtAt() + " (" + file + ")";
    }

    /// For people.
    public Map<String, Object> status() {
        CountryDatabase current = database;
        return Map.of("file", file.toString(), "type", current.type(), "built_at", current.builtAt().toString());
    }
}
