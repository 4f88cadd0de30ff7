package io.starkbeat.benchmarks;

/// What the sessions of a load say.
@FunctionalInterface
interface LoadMessages {
    /// The next message. Called on the lane's event loop.
    ///
    /// @param lane   the session's, from 0
    /// @param number of the message in its lane, from 0
    /// @param due    when it is to be sent, as [System#nanoTime()]
    String message(LoadSession session, int lane, long number, long due);
}
