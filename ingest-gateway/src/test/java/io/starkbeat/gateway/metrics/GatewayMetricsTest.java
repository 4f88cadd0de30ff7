package io.starkbeat.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.schemas.session.RejectionReason;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void partsOfMessagesAreCountedByReasonAndField() {
        GatewayMetrics metrics = new GatewayMetrics(registry);
        metrics.fieldRejected(RejectionReason.FIELD_UNFIT, "memory");
        metrics.fieldRejected(RejectionReason.FIELD_UNFIT, "memory");
        metrics.fieldRejected(RejectionReason.FIELD_UNFIT, "ts");
        metrics.fieldRejected(RejectionReason.EXTENSIONS_TOO_LARGE, null);

        assertThat(rejected("field_unfit", "memory")).isEqualTo(2);
        assertThat(rejected("field_unfit", "ts")).isEqualTo(1);
        assertThat(rejected("extensions_too_large", "none")).isEqualTo(1);
        assertThat(rejected("peer_id_invalid", "none")).isZero();
    }

    private double rejected(String reason, String field) {
        return registry.get("starkbeat.gateway.fields.rejected").tags("reason", reason, "field", field).counter()
                .count();
    }
}
