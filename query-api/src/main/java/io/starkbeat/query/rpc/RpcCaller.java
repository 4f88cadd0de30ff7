package io.starkbeat.query.rpc;

/// Who sent a message, as far as methods care: whether anything can be sent to him unasked.
public sealed interface RpcCaller permits RpcCaller.OneAnswer, NodesSubscriptions.Exchange {
    /// By HTTP: one answer, and nothing after it.
    RpcCaller ONE_ANSWER = new OneAnswer();

    /// See [#ONE_ANSWER].
    final class OneAnswer implements RpcCaller {
        private OneAnswer() {}
    }
}
