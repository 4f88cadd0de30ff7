package io.starkbeat.kit.health;

/// The health of one of a process's services.
///
/// @param service the service's name
public record ServiceHealth(String service, Health health) {}
