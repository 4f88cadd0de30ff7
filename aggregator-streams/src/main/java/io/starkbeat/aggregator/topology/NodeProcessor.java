package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeChange;
import io.starkbeat.aggregator.fold.NodeInput;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Keeps the tables of sessions and of node states: applies the fold to what comes in, publishes the states that changed,
/// and does the upkeep (forgetting nodes, deleting sessions that nothing will speak of again). One instance per task, on
/// its stream thread.
///
/// A node is forgotten in two steps: first its tombstone is published and a commit asked for, which waits until Kafka has
/// it; only at the next upkeep is the node deleted from the store. A process that dies in between finds the node still in
/// the store and publishes the tombstone again; the other way round it would leave a ghost in the topic.
final class NodeProcessor implements Processor<String, FoldInput, String, byte[]> {
    /// How often upkeep looks whether something is due: forgetting need not be more punctual.
    private static final Duration UPKEEP = Duration.ofSeconds(1);

    /// No longer id of a gateway or crawler is handed on: with it the state might not fit into a record.
    private static final int MAX_ORIGIN = 256;

    private final PictureFold fold;
    private final ForgettingRule forgetting;
    private final ProgressBoard progress;
    private final FoldMetrics metrics;
    private final DueIndex dueNodes = new DueIndex();
    private final DueIndex dueSessions = new DueIndex();
    private final EndedSessions endedSessions = new EndedSessions();
    /// Nodes whose tombstone is published and which are still in the store.
    private final Set<String> buried = new LinkedHashSet<>();

    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable FoldStore store;
    private @Nullable SessionTable sessions;

    NodeProcessor(PictureFold fold, ForgettingRule forgetting, ProgressBoard progress, FoldMetrics metrics) {
        this.fold = fold;
        this.forgetting = forgetting;
        this.progress = progress;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
        context = given;
        FoldStore restored = new FoldStore(given.getStateStore(FoldStore.NAME), metrics.poison());
        store = restored;
        sessions = new SessionTable(restored, metrics);
        // Once per start of the task, after the store is restored; from then on the indexes follow the updates.
        restored.forEach(entry -> remember(entry.session(), entry.offset()),
                node -> dueNodes.add(node.nodeId(), forgetting.dueAt(node)));
        given.schedule(UPKEEP, PunctuationType.WALL_CLOCK_TIME, _ -> upkeep());
    }

    @Override
    public void process(Record<String, FoldInput> input) {
        NodeInput news = switch (input.value()) {
            case FoldInput.Telemetry(SessionEvent event) -> take(event);
            case FoldInput.Sighting(PeerSighting sighting) -> new NodeInput.Sighting(sighting);
        };
        for (NodeChange change : fold.fold(news, store())) {
            switch (change) {
                case NodeChange.Became(NodeState state) -> publish(state, input.timestamp(), input.headers());
                case NodeChange.Gone(String nodeId) -> {
                    // The record that says so is read again if this process dies before the tombstone is out.
                    bury(nodeId, input.timestamp());
                    buried.remove(nodeId);
                    store().deleteNode(nodeId);
                }
            }
        }
    }

    private NodeInput take(SessionEvent event) {
        // A record that is being processed has its place.
        long offset = context().recordMetadata().orElseThrow().offset();
        NodeInput.SessionUpdate update = initialised(sessions).fold(event, offset);
        progress.folded(context().taskId().partition(), event.receivedAt());
        if (!update.repeated()) {
            remember(update.session(), offset);
        }
        return update;
    }

    private void remember(SessionState session, long offset) {
        if (session.ended()) {
            endedSessions.add(session.sessionId(), offset);
        } else {
            dueSessions.add(session.sessionId(), forgetting.dueAt(session));
        }
    }

    private void publish(NodeState state, long timestamp, Headers inputHeaders) {
        buried.remove(state.nodeId());
        byte[] published = store().put(state);
        dueNodes.add(state.nodeId(), forgetting.dueAt(state));
        context().forward(new Record<>(state.nodeId(), published, timestamp, headers(inputHeaders)));
        metrics.statePublished();
    }

    private void bury(String nodeId, long timestamp) {
        context().forward(new Record<>(nodeId, null, timestamp,
                headers(new org.apache.kafka.common.header.internals.RecordHeaders())));
        metrics.forgotten();
    }

    /// A state is a record of its own: it names its own schema, and the gateway or crawler that it stems from.
    private static Headers headers(Headers input) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        headers.add(RecordHeaders.SCHEMA,
                RecordCodec.NODE_STATE.schema().getBytes(StandardCharsets.UTF_8));
        for (String origin : List.of(RecordHeaders.GATEWAY,
                RecordHeaders.CRAWLER)) {
            var header = input.lastHeader(origin);
            if (header != null && header.value() != null && header.value().length <= MAX_ORIGIN) {
                headers.add(header);
            }
        }
        return headers;
    }

    private void upkeep() {
        for (String nodeId : buried) {
            store().deleteNode(nodeId);
        }
        buried.clear();
        int partition = context().taskId().partition();
        long committed = progress.committed(partition);
        for (String id = endedSessions.takeBefore(committed); id != null; id = endedSessions.takeBefore(committed)) {
            store().deleteSession(id);
        }
        Instant now = progress.forgettingTime(partition);
        if (now != null) {
            forgetSessions(now, committed);
            forgetNodes(now);
        }
    }

    private void forgetSessions(Instant now, long committed) {
        for (String id = dueSessions.takeDue(now); id != null; id = dueSessions.takeDue(now)) {
            SessionEntry entry = store().sessionEntry(id);
            if (entry == null || entry.session().ended()) {
                // It is gone, or goes with those that have ended.
                continue;
            }
            Instant due = forgetting.dueAt(entry.session());
            if (due.isAfter(now)) {
                dueSessions.add(id, due);
            } else if (entry.offset() >= committed) {
                dueSessions.add(id, now.plus(UPKEEP));
            } else {
                store().deleteSession(id);
            }
        }
    }

    private void forgetNodes(Instant now) {
        for (String id = dueNodes.takeDue(now); id != null; id = dueNodes.takeDue(now)) {
            NodeState node = store().node(id);
            if (node != null && forgetting.dueAt(node).isAfter(now)) {
                dueNodes.add(id, forgetting.dueAt(node));
            } else if (node != null) {
                bury(id, now.toEpochMilli());
                buried.add(id);
            }
        }
        if (!buried.isEmpty()) {
            context().commit();
        }
    }

    private ProcessorContext<String, byte[]> context() {
        return initialised(context);
    }

    private FoldStore store() {
        return initialised(store);
    }

    private static <T> T initialised(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the processor is used before init");
        }
        return part;
    }
}
