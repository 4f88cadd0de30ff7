package io.starkbeat.schemas.codec;

import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeState;
import java.io.IOException;

/// Writes the value of the topic `node-state`.
final class NodeStateWriter {
    private NodeStateWriter() {}

    static void write(NodeState node, RecordGenerator to) throws IOException {
        to.start()
                .text("node_id", node.nodeId())
                .number("revision", node.revision())
                .fields("fields", node.fields())
                .times("field_times", node.fieldTimes())
                .text("country", node.country())
                .text("address", node.address());
        CurrentSession session = node.session();
        if (session != null) {
            write(session, to);
        }
        to.array("claims", node.claims(), NodeStateWriter::write)
                .flag("contested", node.contested())
                .flag("verified", node.verified())
                .array("sources", node.sources(), (source, array) -> array.element(source.key()))
                .time("first_seen", node.firstSeen())
                .time("last_report", node.lastReport())
                .mapped("p2p", node.p2p())
                .end();
    }

    private static void write(CurrentSession session, RecordGenerator to) throws IOException {
        to.start("session")
                .text("id", session.id())
                .text("gateway", session.gateway())
                .text("address_key", session.addressKey())
                .time("connected_at", session.connectedAt())
                .time("last_report", session.lastReport())
                .time("last_reported_at", session.lastReportedAt())
                .time("vouched_at", session.vouchedAt())
                .flag("ended", session.ended())
                .end();
    }

    private static void write(Claim claim, RecordGenerator to) throws IOException {
        to.start()
                .text("session", claim.session())
                .time("connected_at", claim.connectedAt())
                .time("vouched_at", claim.vouchedAt())
                .flag("ended", claim.ended())
                .text("address_key", claim.addressKey())
                .end();
    }
}
