package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.FoldedSoFar;
import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeChange;
import io.starkbeat.aggregator.fold.NodeInput;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.node.NodeState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/// Keeps the table of node states: applies the fold to what comes in, publishes what changed, and does the upkeep
/// (forgetting nodes, deleting sessions whose node has taken note). One instance per task, on its stream thread.
final class NodeProcessor implements Processor<String, NodeInput, String, NodeState>, FoldedSoFar {
    /// How often upkeep looks whether something is due: forgetting need not be more punctual.
    private static final Duration UPKEEP = Duration.ofSeconds(1);

    private final PictureFold fold;
    private final ForgettingRule forgetting;
    private final ProgressBoard progress;
    private final FoldMetrics metrics;
    private final DueIndex dueNodes = new DueIndex();
    private final DueIndex dueSessions = new DueIndex();
    private final DueIndex endedSessions = new DueIndex();

    private @Nullable ProcessorContext<String, NodeState> context;
    private @Nullable TimestampedKeyValueStore<String, SessionState> sessions;
    private @Nullable KeyValueStore<String, NodeState> nodes;

    NodeProcessor(PictureFold fold, ForgettingRule forgetting, ProgressBoard progress, FoldMetrics metrics) {
        this.fold = fold;
        this.forgetting = forgetting;
        this.progress = progress;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, NodeState> given) {
        context = given;
        sessions = given.getStateStore(NodeStateTopology.SESSION_STATE);
        nodes = given.getStateStore(NodeStateTopology.NODE_STATE);
        rebuildIndexes();
        given.schedule(UPKEEP, PunctuationType.WALL_CLOCK_TIME, _ -> upkeep());
    }

    @Override
    public void process(Record<String, NodeInput> input) {
        if (input.value() instanceof NodeInput.SessionUpdate(SessionState session)) {
            take(session);
        }
        for (NodeChange change : fold.fold(input.value(), this)) {
            switch (change) {
                case NodeChange.Became(NodeState state) -> publish(state, input.timestamp(), input.headers());
                case NodeChange.Gone(String nodeId) -> forget(nodeId, input.timestamp());
            }
        }
    }

    private void take(SessionState session) {
        progress.folded(context().taskId().partition(), session.vouchedAt());
        if (session.ended()) {
            endedSessions.add(session.sessionId(), Instant.MIN);
        } else {
            dueSessions.add(session.sessionId(), forgetting.dueAt(session));
        }
    }

    private void publish(NodeState state, long timestamp, Headers inputHeaders) {
        nodes().put(state.nodeId(), state);
        dueNodes.add(state.nodeId(), forgetting.dueAt(state));
        context().forward(new Record<>(state.nodeId(), state, timestamp, headers(inputHeaders)));
        metrics.statePublished();
    }

    private void forget(String nodeId, long timestamp) {
        if (nodes().delete(nodeId) != null) {
            context().forward(new Record<>(nodeId, null, timestamp,
                    headers(new org.apache.kafka.common.header.internals.RecordHeaders())));
            metrics.forgotten();
        }
    }

    /// A state is a record of its own: it names its own schema, and the gateway or crawler that it stems from.
    private static Headers headers(Headers input) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        headers.add(RecordHeaders.SCHEMA,
                RecordCodec.NODE_STATE.schema().getBytes(StandardCharsets.UTF_8));
        for (String origin : List.of(RecordHeaders.GATEWAY,
                RecordHeaders.CRAWLER)) {
            var header = input.lastHeader(origin);
            if (header != null) {
                headers.add(header);
            }
        }
        return headers;
    }

    @Override
    public @Nullable NodeState node(String nodeId) {
        return nodes().get(nodeId);
    }

    @Override
    public @Nullable SessionState session(String sessionId) {
        ValueAndTimestamp<SessionState> found = sessions().get(sessionId);
        return found == null ? null : found.value();
    }

    /// Forgets in pipeline time: while the fold lags behind, or its pace is not known yet, nothing is due.
    private void upkeep() {
        for (String id = endedSessions.takeDue(Instant.MAX); id != null; id = endedSessions.takeDue(Instant.MAX)) {
            sessions().delete(id);
        }
        Instant now = progress.pipelineTime(context().taskId().partition());
        if (now == null) {
            return;
        }
        for (String id = dueSessions.takeDue(now); id != null; id = dueSessions.takeDue(now)) {
            SessionState session = session(id);
            if (session != null && forgetting.dueAt(session).isAfter(now)) {
                dueSessions.add(id, forgetting.dueAt(session));
            } else if (session != null) {
                sessions().delete(id);
            }
        }
        for (String id = dueNodes.takeDue(now); id != null; id = dueNodes.takeDue(now)) {
            NodeState node = nodes().get(id);
            if (node != null && forgetting.dueAt(node).isAfter(now)) {
                dueNodes.add(id, forgetting.dueAt(node));
            } else if (node != null) {
                forget(id, now.toEpochMilli());
            }
        }
    }

    /// Once per start of the task, after the stores are restored; from then on the indexes follow the updates.
    private void rebuildIndexes() {
        try (KeyValueIterator<String, NodeState> all = nodes().all()) {
            while (all.hasNext()) {
                KeyValue<String, NodeState> entry = all.next();
                dueNodes.add(entry.key, forgetting.dueAt(entry.value));
            }
        }
        try (KeyValueIterator<String, ValueAndTimestamp<SessionState>> all = sessions().all()) {
            while (all.hasNext()) {
                SessionState session = all.next().value.value();
                if (session.ended()) {
                    endedSessions.add(session.sessionId(), Instant.MIN);
                } else {
                    dueSessions.add(session.sessionId(), forgetting.dueAt(session));
                }
            }
        }
    }

    private ProcessorContext<String, NodeState> context() {
        return initialised(context);
    }

    private TimestampedKeyValueStore<String, SessionState> sessions() {
        return initialised(sessions);
    }

    private KeyValueStore<String, NodeState> nodes() {
        return initialised(nodes);
    }

    private static <T> T initialised(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the processor is used before init");
        }
        return part;
    }
}
