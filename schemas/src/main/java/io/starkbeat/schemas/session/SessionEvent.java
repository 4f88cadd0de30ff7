package io.starkbeat.schemas.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// One step in the life of a node's WebSocket session: the value of the topic `node-telemetry`.
///
/// The records of one session lie in one partition in the order of their [#seq()]; the first is always a
/// [SessionOpened].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
        @JsonSubTypes.Type(value = SessionOpened.class, name = "opened"),
        @JsonSubTypes.Type(value = NodeReport.class, name = "report"),
        @JsonSubTypes.Type(value = SessionAlive.class, name = "alive"),
        @JsonSubTypes.Type(value = SessionClosed.class, name = "closed")})
public sealed interface SessionEvent permits SessionOpened, NodeReport, SessionAlive, SessionClosed {

    /// The unique id of the session; the record's key.
    String sessionId();

    /// The record's number within its session: 0, 1, 2, … without gaps.
    long seq();

    /// When the gateway received (or, for `alive`, wrote) it: milliseconds, UTC.
    Instant receivedAt();

    /// The id of the gateway instance that holds the session.
    String gateway();
}
