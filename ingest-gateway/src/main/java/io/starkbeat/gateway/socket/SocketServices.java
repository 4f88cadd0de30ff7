package io.starkbeat.gateway.socket;

import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.publish.InFlightBudget;
import io.starkbeat.gateway.publish.TelemetryPublisher;
import io.starkbeat.gateway.session.UnfinishedMessages;
import java.time.InstantSource;

/// What all sockets of a gateway stand on; shared by its event loops, so everything in it is thread-safe.
///
/// @param gateway    the id of this instance
/// @param maxFrame   the longest frame in bytes
/// @param maxMessage the longest message in bytes
/// @param door       whom to let in
public record SocketServices(
        String gateway,
        int maxFrame,
        int maxMessage,
        Door door,
        MessageDecoder decoder,
        UnfinishedMessages unfinished,
        InFlightBudget budget,
        TelemetryPublisher publisher,
        GatewayMetrics metrics,
        InstantSource clock) {}
