package io.starkbeat.query;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// From `node-telemetry-rejected` on a real broker to `/api/nodes/{nodeId}/rejected`.
@WithKafka
class RejectedIT {
    private static byte[] rejected(String session, String detail) {
        return RecordCodec.REJECTED_MESSAGE.encode(new RejectedMessage(session, Instant.now(), "gateway-1", "key",
                RejectionReason.FIELD_UNFIT, detail, "cpu_usage", null, 5,
                RejectedMessage.body("{\"a\"}".getBytes(StandardCharsets.UTF_8)), null, null));
    }

    @Test
    void whatWasRejectedOfANodesSessionsIsTold(KafkaCluster kafka) throws Exception {
        String prefix = kafka.uniquePrefix();
        try (RunningQuery query = RunningQuery.start(kafka.bootstrapServers(), prefix);
                Records records = new Records(kafka.bootstrapServers(), prefix)) {
            records.state(node("a").at("SN_MAIN", 7).state());
            records.state(node("b").at("SN_MAIN", 7).state());
            await().untilAsserted(() -> assertThat(query.get("/api/nodes/a/rejected").statusCode()).isEqualTo(200));
            assertThat(query.json("/api/nodes/a/rejected")).isEmpty();

            records.bytes(Topic.NODE_TELEMETRY_REJECTED, "s-a", "no JSON".getBytes(StandardCharsets.UTF_8));
            records.bytes(Topic.NODE_TELEMETRY_REJECTED, "s-b", rejected("s-a", "under another's key"));
            records.bytes(Topic.NODE_TELEMETRY_REJECTED, "s-a", null);
            records.bytes(Topic.NODE_TELEMETRY_REJECTED, "s-a", rejected("s-a", "first"));
            records.bytes(Topic.NODE_TELEMETRY_REJECTED, "s-other", rejected("s-other", "of somebody else"));
            records.bytes(Topic.NODE_TELEMETRY_REJECTED, "s-a", rejected("s-a", "second"));
            await().untilAsserted(() -> assertThat(query.json("/api/nodes/a/rejected")).hasSize(2));
            JsonNode told = query.json("/api/nodes/a/rejected");
            assertThat(told).extracting(each -> each.get("detail").asText()).containsExactly("second", "first");
            assertThat(told.get(0).get("message").asText()).isEqualTo("{\"a\"}");
            assertThat(query.json("/api/nodes/b/rejected")).isEmpty();
            assertThat(query.get("/api/nodes/nobody/rejected").statusCode()).isEqualTo(404);
            assertThat(query.manage("/metrics").body())
                    .contains(
                            "starkbeat_query_records_poisoned_total{reason=\"wrong_key\",topic=\"node-telemetry-rejected\"} 1.0");
        }
        // One that starts later reads from near the end on, and has them too.
        try (RunningQuery later = RunningQuery.start(kafka.bootstrapServers(), prefix)) {
            await().untilAsserted(() -> assertThat(later.json("/api/nodes/a/rejected")).hasSize(2));
        }
    }
}
