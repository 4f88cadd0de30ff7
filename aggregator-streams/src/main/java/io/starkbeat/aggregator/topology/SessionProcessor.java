package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.NodeInput;
import io.starkbeat.aggregator.fold.SessionFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.session.SessionEvent;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Keeps the table of sessions, and tells the nodes of every record. One instance per task, on its stream thread.
final class SessionProcessor implements Processor<String, SessionEvent, String, NodeInput> {
    private final ProgressBoard progress;
    private final FoldMetrics metrics;

    private @Nullable ProcessorContext<String, NodeInput> context;
    private @Nullable FoldStore store;

    SessionProcessor(ProgressBoard progress, FoldMetrics metrics) {
        this.progress = progress;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, NodeInput> given) {
        context = given;
        store = new FoldStore(given.getStateStore(FoldStore.NAME));
    }

    @Override
    public void process(Record<String, SessionEvent> input) {
        SessionEvent event = input.value();
        FoldStore table = store;
        ProcessorContext<String, NodeInput> nodes = context;
        if (table == null || nodes == null) {
            throw new IllegalStateException("the processor is used before init");
        }
        SessionState before = table.session(event.sessionId());
        SessionState after = SessionFold.fold(before, event);
        boolean repeated = before != null && after.seq() == before.seq();
        if (repeated) {
            metrics.repeated();
        } else {
            // A record that is being processed has its place.
            table.put(after, nodes.recordMetadata().orElseThrow().offset());
            metrics.folded(after.missing() - (before == null ? 0 : before.missing()));
        }
        progress.folded(nodes.taskId().partition(), event.receivedAt());
        nodes.forward(input.withValue(new NodeInput.SessionUpdate(after, repeated)));
    }
}
