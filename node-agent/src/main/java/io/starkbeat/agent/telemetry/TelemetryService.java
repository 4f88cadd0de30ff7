package io.starkbeat.agent.telemetry;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells telemetry servers what a node has to say: the specification's `TelemetryService`.
///
/// ```java
/// var telemetry = new TelemetryService(TelemetryConfig.of(TelemetryEndpoint.parse("wss://telemetry.example/submit 1")));
/// telemetry.start();
/// telemetry.handle().send(0, Map.of("msg", "node.identity", "name", "my-node", "client", "Mine", "version", "1.0"));
/// ```
///
/// Handles may be had and used before [#start()]: what is sent waits in the channel (the specification's `start_state`).
/// Each endpoint has a connection of its own, is connected to again when it is lost, and is told how things stand then.
/// One that does not read holds up none of the others. All threads are virtual.
public final class TelemetryService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TelemetryService.class);

    /// What is left is sent at the end, if it goes quickly.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final TelemetryConfig config;
    private final @Nullable EventChannel channel;
    private final TelemetryHandle handle;
    private final MessageWriter writer = new MessageWriter();
    private List<EndpointLink> links = List.of();
    private @Nullable HttpClient ownClient;
    private @Nullable Thread dispatcher;
    private boolean closed;

    /// Makes a service that does nothing yet.
    public TelemetryService(TelemetryConfig config) {
        this.config = config;
        if (config.noTelemetry() || config.endpoints().isEmpty()) {
            channel = null;
            handle = TelemetryHandle.off();
        } else {
            channel = new EventChannel(config.channel());
            handle = new TelemetryHandle(channel);
        }
    }

    /// What to tell things with; always the same one, to be shared.
    public TelemetryHandle handle() {
        return handle;
    }

    /// Begins to connect and to send. It returns at once, whether anybody can be reached or not; without telemetry it does
    /// nothing, and a second call does nothing either.
    public synchronized void start() {
        if (channel == null || dispatcher != null || closed) {
            return;
        }
        var client = config.client();
        if (client == null) {
            client = ownClient = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
        }
        var shared = client;
        links = config.endpoints().stream().map(each -> new EndpointLink(each, config, shared, writer,
                EndpointLink.Pulse.USUAL)).toList();
        links.forEach(EndpointLink::start);
        dispatcher = Thread.ofVirtual().name("telemetry").start(() -> dispatch(channel));
    }

    /// What became of all events so far.
    public synchronized TelemetryCounts counts() {
        Map<TelemetryEndpoint, TelemetryCounts.OfEndpoint> endpoints = new HashMap<>();
        links.forEach(link -> endpoints.put(link.endpoint(), link.outbox().counts()));
        return new TelemetryCounts(handle.queued(), handle.channelFull(), handle.invalid().sum(), endpoints);
    }

    /// Sends what is left, as far as that takes no longer than two seconds, and ends all connections in order. A connection
    /// that is just being made is waited for so long; after an attempt that failed none is made, and what was not sent is
    /// lost. Later events go nowhere.
    @Override
    public synchronized void close() {
        var running = dispatcher;
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (channel != null && running != null) {
                channel.close();
                running.join(CLOSE_LIMIT);
            }
            var deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
            links.forEach(EndpointLink::beginClose);
            for (var link : links) {
                link.awaitClosed(deadline);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            if (ownClient != null) {
                ownClient.shutdownNow();
            }
        }
    }

    /// Hands events to those endpoints that want them, written once for all. What is left in the channel when the service
    /// closes is handed on too.
    private void dispatch(EventChannel from) {
        var ending = false;
        while (true) {
            var item = from.poll();
            switch (item) {
                case TelemetryEvent event -> deliver(event);
                case ChannelItem.Forget forget -> links.forEach(link -> link.outbox().forget(forget.msg()));
                case null -> {
                    if (ending) {
                        return;
                    }
                    // What came between the look at the slot and the end is met by one more look.
                    ending = from.isClosed();
                    if (!ending) {
                        from.await();
                    }
                }
            }
        }
    }

    private void deliver(TelemetryEvent event) {
        try {
            @Nullable
            String text = null;
            for (var link : links) {
                if (event.verbosity() <= link.endpoint().verbosity()) {
                    if (text == null) {
                        var written = writer.write(event.message(), event.at());
                        if (written.isEmpty()) {
                            handle.invalid().increment();
                            return;
                        }
                        text = written.get();
                    }
                    link.outbox().offer(event, text);
                }
            }
        } catch (RuntimeException unlucky) {
            // A map that was changed while it was read: its sender broke the rule, others must not suffer.
            handle.invalid().increment();
            log.debug("a telemetry event is no message", unlucky);
        }
    }
}
