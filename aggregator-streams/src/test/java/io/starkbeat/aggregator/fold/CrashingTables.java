package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The fold of a process that dies and starts again under at-least-once: what it wrote to its changelog and what it
/// published is cut off at any two places after the last commit, its tables are restored from the one, readers have read
/// the other, and it reads its input again from the last commit on.
final class CrashingTables {
    /// @param value null where it was deleted
    private record Write(String key, Object value) {}

    private final List<LogRecord> log;
    private final List<Write> changelog = new ArrayList<>();
    private final List<Write> published = new ArrayList<>();
    private Tables tables = recording();
    private int position;
    private int committed;
    private int committedChanges;
    private int committedOutput;

    CrashingTables(List<LogRecord> log) {
        this.log = log;
    }

    /// Folds so many records, as far as there are any.
    void fold(int records) {
        for (int i = 0; i < records && position < log.size(); i++) {
            tables.fold(log.get(position++));
        }
    }

    /// Kafka has all that was written.
    void commit() {
        committed = position;
        committedChanges = changelog.size();
        committedOutput = published.size();
    }

    /// @param changesKept of the changelog's records since the last commit, 0 to 1
    /// @param outputKept  likewise of what was published
    void crash(double changesKept, double outputKept) {
        cut(changelog, committedChanges, changesKept);
        cut(published, committedOutput, outputKept);
        List<Write> restored = new ArrayList<>(changelog);
        List<Write> read = new ArrayList<>(published);
        tables = recording();
        for (Write write : restored) {
            switch (write.value()) {
                case SessionState session -> tables.put(session);
                case NodeState node -> tables.put(node);
                case null -> tables.delete(write.key());
                default -> throw new IllegalStateException("not in the tables: " + write);
            }
        }
        // What was restored is not written again.
        changelog.clear();
        changelog.addAll(restored);
        published.clear();
        published.addAll(read);
        position = committed;
    }

    private static void cut(List<Write> writes, int committed, double kept) {
        int length = committed + (int) Math.round((writes.size() - committed) * kept);
        writes.subList(length, writes.size()).clear();
    }

    Map<String, NodeState> nodes() {
        return tables.nodes;
    }

    /// The table of a reader that applies all that was published.
    Map<String, NodeState> readersNodes() {
        Map<String, NodeState> read = new TreeMap<>();
        for (Write write : published) {
            if (write.value() instanceof NodeState node) {
                read.put(write.key(), node);
            } else {
                read.remove(write.key());
            }
        }
        return read;
    }

    private Tables recording() {
        return new Tables() {
            @Override
            void put(SessionState session) {
                super.put(session);
                changelog.add(new Write("session/" + session.sessionId(), session));
            }

            @Override
            void put(NodeState node) {
                super.put(node);
                changelog.add(new Write(node.nodeId(), node));
                published.add(new Write(node.nodeId(), node));
            }

            @Override
            void delete(String nodeId) {
                super.delete(nodeId);
                changelog.add(new Write(nodeId, null));
                published.add(new Write(nodeId, null));
            }
        };
    }
}
