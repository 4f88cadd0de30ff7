package io.starkbeat.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportFormTest {
    private static final Report REPORT = new Report("all",
            new LinkedHashMap<>(Map.of(Field.NAME, "kestrel-fra-1", Field.NETWORK_NAME, "demo",
                    Field.CURRENT_BLOCK_NUMBER_L2, 7L, Field.CPU_USAGE, 3.4, Field.CPU, 8, Field.MEMORY, 16)));

    @Test
    void flatAsInTheSpecificationsExample() {
        assertThat(new JsonObject(ReportForm.FLAT.payload(REPORT))).isEqualTo(new JsonObject("""
                {"msg": "all", "name": "kestrel-fra-1", "network": "demo", "current_block_number_l2": 7,
                  "cpu_usage": 3.4, "cpu": 8, "memory": 16}"""));
    }

    @Test
    void nestedAsInTheSpecificationsSchema() {
        assertThat(new JsonObject(ReportForm.NESTED.payload(REPORT))).isEqualTo(new JsonObject("""
                {"msg": "all", "Node": {"name": "kestrel-fra-1"},
                  "Network": {"Network": "demo", "current_block_number_l2": "7"},
                  "System": {"CPU_usage": 3, "CPU": 8, "memory": 16}}"""));
    }
}
