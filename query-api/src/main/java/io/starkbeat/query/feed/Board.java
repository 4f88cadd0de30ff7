package io.starkbeat.query.feed;

import io.starkbeat.query.catalog.PresentNode;
import io.starkbeat.query.catalog.Standings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All nodes as they stood when the board was last looked at, each in a slot of its own, so that who has fallen behind can
/// keep a list of the nodes that he is owed in a bit for each.
///
/// A slot whose node is gone is used for another only when nobody can be owed its going any more, see [#release].
/// Not thread-safe; what it hands out is immutable.
final class Board {
    /// No nodes.
    static final View EMPTY = new View(new PresentNode[0], new String[0]);

    /// Slots in the order of their nodes' ids.
    private int[] order = {};
    private View view = EMPTY;
    private int used;
    private final Deque<Integer> free = new ArrayDeque<>();
    /// How each node went that is gone and keeps its slot still. One that comes back comes back to it: else it could be told
    /// first that it is there, by the one slot, and then that it is gone, by the other.
    private final Map<String, Change> gone = new HashMap<>();

    /// All slots at one moment.
    ///
    /// @param nodes by slot; null where none stands. Not to be written to
    /// @param ids   by slot: of the node that stands there, or stood there last. Not to be written to
    @SuppressWarnings("ArrayRecordComponent") // made anew for each view, and handed on as it is: thousands of slots
    record View(@Nullable PresentNode[] nodes, String[] ids) {}

    View view() {
        return view;
    }

    /// Puts all nodes on it as they stand now.
    ///
    /// @return what is different from before
    List<Change> look(Standings standings) {
        List<Change> changes = new ArrayList<>();
        @Nullable
        PresentNode[] nodes = Arrays.copyOf(view.nodes, view.nodes.length);
        String[] ids = Arrays.copyOf(view.ids, view.ids.length);
        int[] next = new int[standings.size()];
        int known = 0;
        for (int place = 0; place < next.length; place++) {
            String id = standings.nodeId(place);
            // Both are in the order of ids: what lies between is gone.
            while (known < order.length && ids[order[known]].compareTo(id) < 0) {
                changes.add(remove(order[known++], nodes));
            }
            if (known < order.length && ids[order[known]].equals(id)) {
                int slot = order[known++];
                PresentNode before = nodes[slot];
                if (before == null || !standings.isUnchanged(place, before)) {
                    PresentNode now = standings.node(place);
                    nodes[slot] = now;
                    changes.add(new Change(slot, before, now));
                }
                next[place] = slot;
            } else {
                int slot = slotFor(id);
                if (slot >= nodes.length) {
                    nodes = Arrays.copyOf(nodes, roomFor(slot));
                    ids = Arrays.copyOf(ids, nodes.length);
                }
                PresentNode now = standings.node(place);
                nodes[slot] = now;
                ids[slot] = id;
                changes.add(new Change(slot, null, now));
                next[place] = slot;
            }
        }
        while (known < order.length) {
            changes.add(remove(order[known++], nodes));
        }
        order = next;
        view = new View(nodes, ids);
        return changes;
    }

    private Change remove(int slot, @Nullable PresentNode[] nodes) {
        Change going = new Change(slot, nodes[slot], null);
        nodes[slot] = null;
        gone.put(going.nodeId(), going);
        return going;
    }

    private int slotFor(String nodeId) {
        Change going = gone.remove(nodeId);
        if (going != null) {
            return going.slot();
        }
        return free.isEmpty() ? used++ : free.removeFirst();
    }

    private static int roomFor(int slot) {
        return Math.max(64, slot + 1 + slot / 4);
    }

    /// Lets the slot of a node that is gone be used for another: the log has forgotten the change, so that who has not been
    /// told of it yet is behind the log's end.
    void release(Change forgotten) {
        if (forgotten.after() == null && gone.remove(forgotten.nodeId(), forgotten)) {
            free.add(forgotten.slot());
        }
    }

    /// Forgets all nodes.
    void clear() {
        order = new int[0];
        view = EMPTY;
        used = 0;
        free.clear();
        gone.clear();
    }
}
