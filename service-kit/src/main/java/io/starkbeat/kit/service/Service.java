package io.starkbeat.kit.service;

import io.starkbeat.kit.health.Health;
import java.time.Duration;
import java.util.Map;

/// One service of the pipeline inside a process. [ServiceProcess] calls it: `start` once, then at the end
/// `stopAccepting` and `stop` once each, on threads that may block, never on an event loop. One call ends before the next
/// begins, except where one takes longer than it may and is left behind.
///
/// The order of a stop is the kit's: the process turns unready, every service stops accepting, the process waits out
/// `DRAIN_FOR`, then each service closes and flushes, the last started first.
public interface Service {
    /// Starts and returns when the service serves. May block for long (restoring a store); it is interrupted when the
    /// process is told to stop meanwhile.
    ///
    /// @throws io.starkbeat.kit.StartException for what an operator can mend; anything else counts as a defect
    /// @throws Exception                       if it cannot start; `stop` is called then too, to clean up what was begun
    void start() throws Exception;

    /// How the service is, from the moment of its construction to after its stop. Called on an event loop: it only reads
    /// state. That it is starting or stopping the kit adds by itself.
    Health health();

    /// More for people on `/status`, for example the progress of a restore. Values are what JSON knows: strings, numbers,
    /// booleans, lists and maps of them. Called on a worker thread.
    default Map<String, Object> status() {
        return Map.of();
    }

    /// Takes no new work any more: closes listening sockets, keeps what is open. Called only when it runs.
    default void stopAccepting() throws Exception {}

    /// Closes what is open, flushes, releases all. Called also after a failed start.
    void stop() throws Exception;

    /// How long [#stop()] and [#stopAccepting()] may take, each; then the thread is interrupted and the next service
    /// stopped. The process's `STOP_WITHIN` bounds all services together.
    default Duration stopWithin() {
        return Duration.ofSeconds(10);
    }
}
