package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is kept of what was told.
class RetainedStateTest {
    private final RetainedState state = new RetainedState();

    @Test
    void nullIsAValueLikeOthersAtTheTopAndInGroups() {
        fold(map("msg", "m", "a", null, "Node", map("x", 1, "y", null)));
        fold(map("msg", "m", "b", null, "Node", map("x", null, "z", 2)));
        assertThat(fields())
                .isEqualTo(map("msg", "m", "a", null, "b", null, "Node", map("x", null, "y", null, "z", 2)));
        fold(map("msg", "m", "a", 1, "Node", null));
        assertThat(fields()).isEqualTo(map("msg", "m", "a", 1, "b", null, "Node", null));
    }

    @Test
    void kindsAndKeysAreBounded() {
        for (var number = 0; number < 10_000; number++) {
            fold(Map.of("msg", "kind " + number, "a", number));
            fold(Map.of("msg", "kind 0", "key " + number, number));
        }
        assertThat(state.names()).hasSize(RetainedState.MAX_KINDS);
        assertThat(state.get("kind 0")).isNotNull()
                .satisfies(kind -> assertThat(kind.fields()).hasSizeLessThanOrEqualTo(RetainedState.MAX_KEYS)
                        .containsKey("key 9999"));
    }

    @Test
    void keysWithinGroupsAreBoundedToo() {
        for (var number = 0; number < 2_000; number++) {
            fold(Map.of("msg", "m", "Node", Map.of("key " + number, number)));
        }
        assertThat(fields().get("Node")).asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSizeLessThanOrEqualTo(RetainedState.MAX_KEYS)
                .containsKey("key 1999");
    }

    @Test
    void oneMessageThatIsTooLargeByItselfIsNotKept() {
        fold(Map.of("msg", "m", "Node", IntStream.range(0, 600).boxed()
                .collect(Collectors.toMap(number -> "key " + number, number -> number))));
        assertThat(state.names()).isEmpty();
    }

    private void fold(Map<String, ?> message) {
        state.fold(new TelemetryEvent(0, message, 0));
    }

    private Map<String, Object> fields() {
        return Objects.requireNonNull(state.get("m")).fields();
    }

    private static Map<String, Object> map(@Nullable Object... pairs) {
        var map = new HashMap<String, @Nullable Object>();
        for (var at = 0; at < pairs.length; at += 2) {
            map.put(String.valueOf(pairs[at]), Arrays.asList(pairs).get(at + 1));
        }
        return map;
    }
}
