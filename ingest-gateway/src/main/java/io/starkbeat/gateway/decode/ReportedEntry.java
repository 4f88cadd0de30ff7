package io.starkbeat.gateway.decode;

/// A key of a report that the specification does not know, with its value; outside of the specification's groups.
///
/// @param key as it was sent, its escapes resolved
record ReportedEntry(String key, ReportedValue value) {}
