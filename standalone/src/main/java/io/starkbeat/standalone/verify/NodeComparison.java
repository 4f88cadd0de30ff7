package io.starkbeat.standalone.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.UndecodableRecordException;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.node.NodeId;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.standalone.verify.Verdict.Difference;
import io.starkbeat.standalone.verify.Verdict.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds every node of `node-state`, and then of the API, against the fold of the log, and keeps the count.
final class NodeComparison {
    private static final String WHOLE = "(node)";
    private static final String KNOWN = "known";
    private static final String UNKNOWN = "no such node";

    private final List<PartitionFold> folds;
    private final ForgettingRule forgetting;
    private final Duration offlineAfter;
    private final Map<Integer, Instant> pipelineTimes;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final Set<String> shownWrongly = new HashSet<>();

    /// What was found of a node; each node has one.
    private enum Finding {
        AGREES, OLDER_THAN_LOG, FORGOTTEN, DIFFERS, ONLY_IN_LOG, ONLY_IN_STATE, WRONG_IN_API
    }

    /// @param folds         of all partitions, in their order
    /// @param offlineAfter  how long a session lasts without being vouched for (`OFFLINE_AFTER`)
    /// @param pipelineTimes up to when each partition is folded
    NodeComparison(List<PartitionFold> folds, ForgettingRule forgetting, Duration offlineAfter,
            Map<Integer, Instant> pipelineTimes) {
        this.folds = folds;
        this.forgetting = forgetting;
        this.offlineAfter = offlineAfter;
        this.pipelineTimes = pipelineTimes;
    }

    /// Compares the newest records of `node-state` with the folds.
    void compareStates(Map<String, byte[]> states) {
        Map<String, List<PartitionFold>> foldsOf = new HashMap<>();
        folds.forEach(fold -> fold.ids().forEach(id -> foldsOf.computeIfAbsent(id, _ -> new ArrayList<>()).add(fold)));
        Set<String> ids = new TreeSet<>(foldsOf.keySet());
        ids.addAll(states.keySet());
        for (String id : ids) {
            List<PartitionFold> of = foldsOf.getOrDefault(id, List.of(home(id)));
            Finding finding = of.size() > 1 ? scattered(id, of) : compare(id, of.getFirst(), states.get(id));
            if (finding != null) {
                findings.put(id, finding);
            }
        }
    }

    /// The fold to which a node belongs by its name.
    private PartitionFold home(String id) {
        String key = NodeId.isNamed(id) ? id : id.substring(NodeId.ofSession("").length());
        return folds.get(KeyPartition.of(key, folds.size()));
    }

    /// All that is said of a node has to lie in one partition, or two tasks publish it in turns.
    private Finding scattered(String id, List<PartitionFold> of) {
        differ(id, "(partition)", "its records lie in partitions " + of.stream().map(folds::indexOf).toList(), "");
        return Finding.DIFFERS;
    }

    /// @return null when there rightly is no such node
    private @Nullable Finding compare(String id, PartitionFold fold, byte @Nullable [] record) {
        FoldedNode folded = fold.node(id);
        if (record == null) {
            return absent(id, fold, folded);
        }
        NodeState state;
        try {
            state = RecordCodec.NODE_STATE.decode(record);
        } catch (UndecodableRecordException unreadable) {
            differ(id, WHOLE, folded.isKnown() ? KNOWN : UNKNOWN, "a record that cannot be read: "
                    + firstLine(unreadable));
            return folded.isKnown() ? Finding.DIFFERS : Finding.ONLY_IN_STATE;
        }
        if (!state.nodeId().equals(id)) {
            differ(id, "node_id", folded.isKnown() ? id : UNKNOWN, state.nodeId());
            return folded.isKnown() ? Finding.DIFFERS : Finding.ONLY_IN_STATE;
        }
        if (NodeId.isNamed(id) && state.claims().stream().anyMatch(claim -> fold.isOfUnknownNode(claim.session()))) {
            // The log has words of the node that it cannot ascribe to it.
            return Finding.OLDER_THAN_LOG;
        }
        return folded.isKnown() ? present(id, fold, folded, state) : unknown(id, fold, state);
    }

    private @Nullable Finding absent(String id, PartitionFold fold, FoldedNode folded) {
        if (folded.absent()) {
            return folded.isKnown() ? Finding.AGREES : null;
        }
        Instant now = pipelineTimes.get(folds.indexOf(fold));
        boolean due = now != null
                && folded.accepted().stream().anyMatch(state -> !forgetting.dueAt(state).isAfter(now));
        if (due) {
            return Finding.FORGOTTEN;
        }
        if (folded.cut() && !NodeId.isNamed(id)) {
            // Its session named itself before the log begins: it is a node of another name.
            return Finding.OLDER_THAN_LOG;
        }
        differ(id, WHOLE, KNOWN + ", last heard of " + folded.accepted().getLast().lastWord(), UNKNOWN);
        return Finding.ONLY_IN_LOG;
    }

    private Finding unknown(String id, PartitionFold fold, NodeState state) {
        if (fold.isLongDue(id)) {
            return Finding.FORGOTTEN;
        }
        boolean proofMayBeGone = state.session() == null && fold.isHearsay(id);
        if (proofMayBeGone || fold.isBeforeTheLog(state.lastWord())) {
            return Finding.OLDER_THAN_LOG;
        }
        differ(id, WHOLE, UNKNOWN + (fold.begunLate()
                ? ", though the log reaches back to its last word"
                : ", and nothing of the log was deleted yet"), KNOWN + ", last heard of " + state.lastWord());
        return Finding.ONLY_IN_STATE;
    }

    private Finding present(String id, PartitionFold fold, FoldedNode folded, NodeState state) {
        return switch (StateComparison.compare(folded, state, fold::isBeforeTheLog)) {
            case StateComparison.Outcome.Agrees() -> Finding.AGREES;
            case StateComparison.Outcome.AgreesAsFarAsKnown() -> Finding.OLDER_THAN_LOG;
            case StateComparison.Outcome.Differs(Set<String> places, Flat nearest, Flat actual) -> {
                StateComparison.inOrder(places)
                        .forEach(place -> differ(id, place, nearest.at(place), actual.at(place)));
                yield Finding.DIFFERS;
            }
        };
    }

    /// Compares the API's answer with the states that `node-state` had since it was compared.
    ///
    /// @param items  what the API answers, by node
    /// @param states the nodes of `node-state`
    /// @param since  the states that a node had since then; empty stands for none
    /// @param last   whether faults are to be reported; otherwise the API may yet follow
    /// @return whether there is none
    boolean compareApi(Map<String, JsonNode> items, Set<String> states,
            Function<String, List<Optional<byte[]>>> since, boolean last) {
        Set<String> ids = new TreeSet<>();
        if (shownWrongly.isEmpty()) {
            ids.addAll(items.keySet());
            ids.addAll(states);
        } else {
            // What was right once is done with.
            ids.addAll(shownWrongly);
        }
        shownWrongly.clear();
        for (String id : ids) {
            List<Difference> faults = apiFaults(id, items.get(id), since.apply(id));
            if (!faults.isEmpty()) {
                shownWrongly.add(id);
                if (last) {
                    report(id, faults);
                }
            }
        }
        nameApi(items);
        return shownWrongly.isEmpty();
    }

    private void report(String id, List<Difference> faults) {
        faults.forEach(this::add);
        if (isGood(findings.get(id))) {
            findings.put(id, Finding.WRONG_IN_API);
        }
    }

    private static boolean isGood(@Nullable Finding finding) {
        return finding == null || finding == Finding.AGREES || finding == Finding.OLDER_THAN_LOG
                || finding == Finding.FORGOTTEN;
    }

    /// What is wrong with an item against the state that is nearest to it; nothing when one of the states explains it.
    private List<Difference> apiFaults(String id, @Nullable JsonNode item, List<Optional<byte[]>> states) {
        List<Difference> fewest = null;
        for (Optional<byte[]> record : states.reversed()) {
            List<Difference> faults = apiFaults(id, item, record);
            if (faults.isEmpty()) {
                return faults;
            }
            fewest = fewest == null || faults.size() < fewest.size() ? faults : fewest;
        }
        return fewest == null ? List.of() : fewest;
    }

    private List<Difference> apiFaults(String id, @Nullable JsonNode item, Optional<byte[]> record) {
        NodeState state = record.map(bytes -> readable(id, bytes)).orElse(null);
        if (state == null || item == null) {
            String inState = state == null ? UNKNOWN : KNOWN;
            return (state == null) == (item == null)
                    ? List.of()
                    : List.of(new Difference(id, WHOLE, "", inState, Optional.of(item == null ? UNKNOWN : KNOWN)));
        }
        return ApiItem.faults(state, offlineAfter, item).values().stream()
                .map(fault -> new Difference(id, fault.property(), "", fault.expected(), Optional.of(fault.actual())))
                .toList();
    }

    /// The API passes over what is no state of the node: such a node is unknown.
    private static @Nullable NodeState readable(String id, byte[] record) {
        return Intake.nodeState(id, record, null) instanceof Intake.Read.Taken<NodeState>(NodeState state)
                ? state
                : null;
    }

    /// Says of each difference between log and `node-state` what the API says, where it shows the field.
    private void nameApi(Map<String, JsonNode> items) {
        differences.replaceAll(found -> {
            if (found.api().isPresent()) {
                return found;
            }
            JsonNode item = items.get(found.node());
            Optional<String> shown = found.field().equals(WHOLE)
                    ? Optional.of(item == null ? UNKNOWN : KNOWN)
                    : Optional.ofNullable(item).flatMap(node -> ApiItem.shown(found.field(), node));
            return shown.isEmpty()
                    ? found
                    : new Difference(found.node(), found.field(), found.log(), found.state(), shown);
        });
    }

    private void differ(String id, String field, String log, String state) {
        add(new Difference(id, field, log, state, Optional.empty()));
    }

    private void add(Difference difference) {
        if (differences.size() < Verdict.MAX_LISTED) {
            differences.add(difference);
        }
    }

    private static String firstLine(Exception failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }

    List<Difference> differences() {
        return differences;
    }

    NodeCounts counts() {
        return new NodeCounts(count(Finding.AGREES), count(Finding.OLDER_THAN_LOG), count(Finding.FORGOTTEN),
                count(Finding.DIFFERS), count(Finding.ONLY_IN_LOG), count(Finding.ONLY_IN_STATE),
                count(Finding.WRONG_IN_API));
    }

    private long count(Finding finding) {
        return findings.values().stream().filter(each -> each == finding).count();
    }
}
