package io.starkbeat.query.rpc;

import java.util.List;

/// A parameter's value as it was sent.
sealed interface RpcValue {
    record Text(String text) implements RpcValue {}

    /// A number, which is kept however large or fine it is.
    ///
    /// @param written as it was sent
    record Numeral(String written) implements RpcValue {}

    record Sequence(List<RpcValue> values) implements RpcValue {
        public Sequence {
            values = List.copyOf(values);
        }
    }

    /// What stands where nothing is given, so that a position behind it can be.
    record Nothing() implements RpcValue {}

    /// What no parameter takes.
    ///
    /// @param what for a person
    record Unfit(String what) implements RpcValue {}
}
