package io.starkbeat.agent.telemetry;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node's code holds to tell something: the specification's `TelemetryHandle`. One object, shared as widely as one
/// likes by any threads; of a service without telemetry it does nothing.
///
/// Nothing here waits, throws, or does work that depends on the network.
public final class TelemetryHandle {
    private static final Logger log = LoggerFactory.getLogger(TelemetryHandle.class);
    private static final String MSG = "msg";
    private static final TelemetryHandle OFF = new TelemetryHandle(null);

    private final @Nullable EventChannel channel;
    private final LongAdder channelFull = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder forgets = new LongAdder();
    private final AtomicBoolean warnedOfNoMsg = new AtomicBoolean();

    TelemetryHandle(@Nullable EventChannel channel) {
        this.channel = channel;
    }

    /// A handle that tells nobody.
    public static TelemetryHandle off() {
        return OFF;
    }

    /// Whether anybody is told.
    public boolean isOn() {
        return channel != null;
    }

    /// Tells something. When the service's channel is full it is dropped and counted, as the specification has it.
    ///
    /// What is told adds up field by field, and the last word counts. So when an endpoint does not read, or a connection was
    /// away, the service says afterwards how things stand: for each `msg` the fields that were last told under it, in the
    /// order in which these kinds of messages first came. Who tells who he is first, as the specification asks, is named
    /// first on every connection.
    ///
    /// What a full channel dropped is not part of that: nobody saw it, and it is only known by its number
    /// ([TelemetryCounts#channelFull()]). A field that it told is told again when it is sent again.
    ///
    /// @param verbosity 0 to 255; endpoints with less are not told
    /// @param message what becomes the message's `payload`: texts, numbers, truth values, and lists and maps of them. It
    ///                has a `msg`, and is not changed afterwards
    public void send(int verbosity, Map<String, ?> message) {
        try {
            if (message.get(MSG) == null) {
                warnOfNoMsg();
            }
            // A channel that is full is seen before anything is made for it.
            if (channel != null && !(channel.hasRoom()
                    && channel.offer(new TelemetryEvent(verbosity, message, System.currentTimeMillis())))) {
                channelFull.increment();
            }
        } catch (RuntimeException noMessage) {
            // Null, or a map of someone's that fails.
            invalid.increment();
            log.debug("a telemetry event is no message", noMessage);
        }
    }

    /// Has the service no longer say what was told under a `msg`, for example when it stopped being true. What was sent
    /// is not taken back.
    ///
    /// @return false when the channel is full, and nothing was done
    public boolean forget(String msg) {
        if (channel == null) {
            return true;
        }
        var taken = channel.offer(new ChannelItem.Forget(msg));
        if (taken) {
            forgets.increment();
        }
        return taken;
    }

    private void warnOfNoMsg() {
        if (!warnedOfNoMsg.get() && warnedOfNoMsg.compareAndSet(false, true)) {
            log.warn("Telemetry messages should have a message type (msg); this is said once");
        }
    }

    /// Events that the channel took.
    long queued() {
        return channel == null ? 0 : channel.offered() - forgets.sum();
    }

    long channelFull() {
        return channelFull.sum();
    }

    LongAdder invalid() {
        return invalid;
    }
}
