package io.starkbeat.gateway.decode;

import java.util.List;

/// One reported object as it was sent, key by key, before any dialect is assumed. The specification's groups and its
/// envelope are opened; everything else that is nested stays the text that it is.
///
/// @param entries in the order of the message; keys may repeat. What is null in JSON is absent: it is not reported
record ReportedObject(List<ReportedEntry> entries) {}
