package io.starkbeat.deployment;

import io.starkbeat.kit.service.Version;
import org.apache.kafka.common.utils.AppInfoParser;

/// What the build is of.
final class Versions {
    private Versions() {}

    static String project() {
        return Version.CURRENT;
    }

    static String kafka() {
        return AppInfoParser.getVersion();
    }
}
