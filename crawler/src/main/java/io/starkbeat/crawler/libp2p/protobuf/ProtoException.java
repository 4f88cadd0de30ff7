package io.starkbeat.crawler.libp2p.protobuf;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;

/// The bytes are no protobuf message, or not one of the expected shape. The layer that read them knows what that means.
public final class ProtoException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String what;

    public ProtoException(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    /// What it means for a connection on which they came.
    public DialException.Violation at(Layer layer) {
        return new DialException.Violation(layer, what);
    }
}
