package io.starkbeat.gateway.decode;

/// The decoder's own word that a message is refused whole, and the only thing that reading one throws. It has no stack
/// trace: senders of nonsense are many, and where in the code it was found says nothing.
final class MessageRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Decoded.Refused refused;

    MessageRefusedException(Decoded.Refused refused) {
        super(refused.detail(), null, false, false);
        this.refused = refused;
    }

    Decoded.Refused refused() {
        return refused;
    }
}
