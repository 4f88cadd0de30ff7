package io.starkbeat.gateway.publish;

/// Which part of the [InFlightBudget] a record is counted in.
public enum Charge {
    /// Reports and rejected messages.
    DATA,
    /// What opens, keeps and ends sessions.
    CONTROL
}
