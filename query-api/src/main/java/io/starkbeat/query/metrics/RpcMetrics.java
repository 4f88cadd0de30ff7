package io.starkbeat.query.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The meters of JSON-RPC. What holds among them:
///
/// - `starkbeat_query_rpc_calls_seconds_count`, summed over `method` and `code`, is every call that was answered, each of a
///   batch by itself; with `starkbeat_query_rpc_notifications_total` it is every request that could be told apart, and one
///   for each message in which none could. `code` is 0 for a result, else JSON-RPC's or our own error code.
/// - `starkbeat_query_rpc_calls_seconds_count{code="-32603"}` is a defect each time: alert on any.
/// - `starkbeat_query_rpc_sockets` is the number of WebSockets that are open.
public final class RpcMetrics {
    private final MeterRegistry meters;
    private final Counter notifications;
    private final AtomicInteger sockets;

    RpcMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.notifications = Counter.builder("starkbeat.query.rpc.notifications")
                .description("Requests that wanted no answer")
                .register(meters);
        this.sockets = new AtomicInteger();
        meters.gauge("starkbeat.query.rpc.sockets", sockets);
    }

    /// Notes a call that was answered.
    ///
    /// @param method one of ours, or a word for all others: there is a time series for each
    /// @param code   of the error; 0 for a result
    public void called(String method, int code, Duration took) {
        Timer.builder("starkbeat.query.rpc.calls")
                .tag("method", method)
                .tag("code", Integer.toString(code))
                .description("JSON-RPC calls answered, by method and error code (0: a result)")
                .register(meters)
                .record(took.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Counts a notification.
    public void notified() {
        notifications.increment();
    }

    /// Notes sockets that open, or close where below zero.
    public void socketsOpen(int more) {
        sockets.addAndGet(more);
    }
}
