package io.starkbeat.query.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters of a call as they were sent.
sealed interface RpcParameters {
    RpcParameters NONE = new Positional(List.of());

    /// By place, in the documented order; those at the end may be left out.
    record Positional(List<RpcValue> values) implements RpcParameters {
        public Positional {
            values = List.copyOf(values);
        }
    }

    record Named(Map<String, RpcValue> values) implements RpcParameters {
        public Named {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /// One name has two values: whichever was meant, the other is wrong.
    record Ambiguous(String name) implements RpcParameters {}
}
