package io.starkbeat.kit.settings;

/// A TCP port that this process listens on. Two servers of a process cannot have the same: see [SettingsReader].
record PortType() implements SettingType<Integer> {
    @Override
    public String expected() {
        return "a port from 1 to 65535, or 0 for any free one";
    }

    @Override
    public Integer parse(String text) {
        Integer port = Integer.valueOf(text);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no port: " + text);
        }
        return port;
    }
}
