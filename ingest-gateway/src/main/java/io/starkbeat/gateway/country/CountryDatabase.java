package io.starkbeat.gateway.country;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One edition of a database, all of it in memory: a mapped file would be read from disk on event loops, and whoever
/// rewrote it in place would change it under their hands. Thread-safe.
final class CountryDatabase {
    private static final int IPV4_ONLY = 4;

    private final Reader reader;

    private CountryDatabase(Reader reader) {
        this.reader = reader;
    }

    /// Reads a file. Takes a second or so where it is large.
    ///
    /// @throws UnusableDatabaseException when there is no database in it that tells a country
    static CountryDatabase read(Path file) throws UnusableDatabaseException {
        if (Files.notExists(file)) {
            throw new UnusableDatabaseException("there is no such file", null);
        }
        if (Files.isDirectory(file)) {
            throw new UnusableDatabaseException("it is a folder", null);
        }
        if (!Files.isReadable(file)) {
            throw new UnusableDatabaseException("this process may not read it", null);
        }
        try {
            CountryDatabase database = new CountryDatabase(new Reader(file.toFile(), FileMode.MEMORY));
            if (!database.tellsACountry()) {
                throw new UnusableDatabaseException("none of its records (type " + database.type()
                        + ") tells a country", null);
            }
            return database;
        } catch (IOException | InvalidNetworkException | RuntimeException e) {
            // The reader checks little: of a file that is cut or mixed it may fail with any of its own errors.
            throw new UnusableDatabaseException("it cannot be read as a MaxMind database: " + e.getMessage(), e);
        }
    }

    /// A database of another kind, of networks' owners for example, would be a silent mistake. In a good one the first
    /// record or so tells.
    @SuppressWarnings("rawtypes") // the reader takes a class literal, and of a Map there is only the raw one
    private boolean tellsACountry() throws IOException, InvalidNetworkException {
        for (Iterator<DatabaseRecord<Map>> all = reader.networks(Map.class); all.hasNext();) {
            Map<?, ?> record = all.next().data();
            if (record != null && CountryRecord.countryIn(record) != null) {
                return true;
            }
        }
        return false;
    }

    /// The country of an address; null when it is not known, as that of an IPv6 address is not in a database that has
    /// IPv4 alone. (An IPv4 address that is mapped into IPv6 is an IPv4 address; Java sees to it.)
    ///
    /// @throws IOException      when the database turns out to be damaged there
    /// @throws RuntimeException likewise
    @Nullable
    String country(InetAddress address) throws IOException {
        if (address instanceof Inet6Address && reader.getMetadata().ipVersion() == IPV4_ONLY) {
            return null;
        }
        Map<?, ?> record = reader.get(address, Map.class);
        return record == null ? null : CountryRecord.countryIn(record);
    }

    /// What it calls itself, for example `GeoLite2-Country`.
    String type() {
        return reader.getMetadata().databaseType();
    }

    /// When its vendor made it.
    Instant builtAt() {
        return reader.getMetadata().buildTime();
    }
}
