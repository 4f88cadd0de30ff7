package io.starkbeat.gateway.session;

import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionEvent;
import org.jspecify.annotations.Nullable;

/// Where a [NodeSession] leaves what it makes. None of these may block or throw; all are called on the session's own
/// event loop, in the order in which the records are to lie in the topic.
public interface SessionOutput {
    /// A record that opens, keeps or ends a session; never to be refused.
    ///
    /// @param placedBy     the key that decides on the partition: the peer id, or the session id
    /// @param acknowledged called once when Kafka has the record, or when it was given up; on any thread
    void control(SessionEvent event, String placedBy, Runnable acknowledged);

    /// A report.
    ///
    /// @param placedBy      as in [#control]
    /// @param lastOfMessage whether no other report of the same message follows: with it the message is accepted once it
    ///                      is acknowledged
    void report(NodeReport report, String placedBy, boolean lastOfMessage);

    /// What was not taken. What is too long for one record comes in several ([RejectedMessage#part]), one behind the other.
    ///
    /// @param whole whether it stands for a whole message, of which nothing was taken; at most once for each message
    void rejected(RejectedMessage rejected, boolean whole);

    /// Tells the sender what was not taken, if it may be told now.
    void tell(RejectionReason reason, String detail, @Nullable String field);
}
