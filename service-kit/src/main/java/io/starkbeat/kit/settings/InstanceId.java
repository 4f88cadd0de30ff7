package io.starkbeat.kit.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// What one running instance of a service is called in the records that it writes.
public final class InstanceId {
    /// For a service's list of settings.
    public static final Setting<Optional<String>> INSTANCE_ID = Setting
            .text("INSTANCE_ID", Pattern.compile("[a-zA-Z0-9._-]{1,100}"),
                    "up to 100 of the characters a-z, A-Z, 0-9, dot, underscore and hyphen",
                    "What this instance is called in records and client ids; every instance another")
            .optional("host name and a random suffix");

    private InstanceId() {}

    /// The id that the operator set, else the host's name with a suffix that makes two processes on one host, and two
    /// runs of one, differ.
    public static String from(SettingValues values) {
        return values.get(INSTANCE_ID).orElseGet(InstanceId::generated);
    }

    private static String generated() {
        byte[] suffix = new byte[3];
        ThreadLocalRandom.current().nextBytes(suffix);
        return hostName().replaceAll("[^a-zA-Z0-9._-]", "-") + "-" + HexFormat.of().formatHex(suffix);
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.length() <= 80 ? name : name.substring(0, 80);
        } catch (UnknownHostException nameless) {
            // A container's own name need not resolve; the suffix alone tells instances apart.
            return "localhost";
        }
    }
}
