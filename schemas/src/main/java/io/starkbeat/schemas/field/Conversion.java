package io.starkbeat.schemas.field;

/// How a field is made from a key that a dialect has for it.
public enum Conversion {
    /// The key's value is the field's.
    AS_SENT(false, "as it is"),
    /// The node's software; some nodes name it otherwise than it is known.
    CLIENT_NAME(true, "\"Madara Node\" is Madara"),
    /// A network's name, which records carry as a chain id where the gateway knows one.
    CHAIN_ID(true, "a network's name becomes its chain id where the gateway knows one"),
    /// A libp2p peer id, or else the name of a network, which is right where another key says the same of every network.
    CHAIN_ID_OR_PEER_ID(true, "a libp2p peer id is `peer_id`; any other text is the network, and outranks `chain`"),
    /// Whether the node makes blocks; see [Truth].
    AUTHORITY(false, "true is `Sequencer`, false `FullNode`; as a text, and 1 and 0, too"),
    /// When the node started, in milliseconds since 1970.
    UPTIME_OF_START(true,
            "milliseconds since 1970, not before 2009; counted up to the message's `ts`, or up to its receipt where it has none "
                    + "or an earlier one"),
    /// A size in bytes.
    BYTES_TO_MEGABYTES(true, "bytes, divided by 1,048,576"),
    /// One of several rates that add up.
    SUM(true, "both directions are added; one alone counts as it is"),
    /// The kind of an operating system and its distribution.
    SYSTEM_NAME(true, "both together, as `linux (Debian GNU/Linux 12)`");

    /// What [#BYTES_TO_MEGABYTES] divides by.
    public static final long BYTES_PER_MEGABYTE = 1_048_576;

    /// The earliest start that [#UPTIME_OF_START] believes, in milliseconds since 1970: the begin of 2009, before which
    /// there was no node of any block chain. What lies before was told in another unit (seconds since 1970 would read as a
    /// day of January 1970) or by a clock that was never set, and says nothing about the node's age.
    public static final long EARLIEST_START = 1_230_768_000_000L;

    private final boolean keepsAsSent;
    private final String words;

    Conversion(boolean keepsAsSent, String words) {
        this.keepsAsSent = keepsAsSent;
        this.words = words;
    }

    /// Whether the field cannot give back what was sent, which is therefore kept among the extensions too.
    public boolean keepsAsSent() {
        return keepsAsSent;
    }

    /// The conversion in a few words, for documents.
    public String words() {
        return words;
    }
}
