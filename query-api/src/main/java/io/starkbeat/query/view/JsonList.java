package io.starkbeat.query.view;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeProperty;
import java.util.EnumSet;
import java.util.OptionalLong;

/// Items as JSON, with something before, between and behind them. Values are copied as they stand.
final class JsonList extends NodeListWriter {
    private final EnumSet<NodeProperty> shown;
    private final boolean whole;
    private final byte[] between;
    private final byte[] behindEach;
    private final byte[] end;
    private boolean first = true;

    JsonList(EnumSet<NodeProperty> shown, int size, String begin, String between, String behindEach, String end) {
        super(size);
        this.shown = shown;
        this.whole = shown.size() == NodeProperty.values().length;
        this.between = NodeItem.ascii(between);
        this.behindEach = NodeItem.ascii(behindEach);
        this.end = NodeItem.ascii(end);
        body.append(begin);
    }

    @Override
    public void add(byte[] prepared, NodeStatus status, OptionalLong lag) {
        if (!first) {
            body.append(between);
        }
        first = false;
        if (whole) {
            NodeItem.append(prepared, status, lag, body);
        } else {
            addSome(prepared, status, lag);
        }
        body.append(behindEach);
    }

    /// The node id is always among them, and always the first.
    private void addSome(byte[] prepared, NodeStatus status, OptionalLong lag) {
        String separator = "{";
        PreparedItem item = new PreparedItem(prepared);
        while (item.next()) {
            if (shown.contains(item.property())) {
                body.append(separator);
                item.copyTo(body);
                separator = ",";
            }
        }
        NodeItem.appendPresent(shown.contains(NodeProperty.STATUS) ? status : null,
                shown.contains(NodeProperty.LAG) ? lag : OptionalLong.empty(), body);
        body.append(NodeItem.END);
    }

    @Override
    public TaggedBody end() {
        return body.append(end);
    }
}
