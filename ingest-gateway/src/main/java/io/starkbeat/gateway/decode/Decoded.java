package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.session.RejectionReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message turned out to be: reports, or nothing that can be taken.
public sealed interface Decoded {

    /// The message holds reports, in the order in which it names them.
    ///
    /// @param reports at least one; each may know nothing, which is for the session to judge
    record Reports(List<DecodedReport> reports) implements Decoded {
        public Reports {
            reports = List.copyOf(reports);
        }
    }

    /// The message is refused whole.
    ///
    /// @param detail one sentence for the sender
    /// @param offset the byte at which reading failed, where one did
    record Refused(RejectionReason reason, String detail, @Nullable Long offset) implements Decoded {
        Refused(RejectionReason reason, String detail) {
            this(reason, detail, null);
        }
    }
}
