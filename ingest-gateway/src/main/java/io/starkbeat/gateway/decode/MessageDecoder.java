package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.EMPTY;
import static io.starkbeat.schemas.session.RejectionReason.NOTHING_KNOWN;
import static io.starkbeat.schemas.session.RejectionReason.NOT_AN_OBJECT;
import static io.starkbeat.schemas.session.RejectionReason.NOT_JSON;
import static io.starkbeat.schemas.session.RejectionReason.NOT_UTF8;
import static io.starkbeat.schemas.session.RejectionReason.TOO_MANY_REPORTS;

import io.starkbeat.gateway.decode.ReportedValue.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads one message: an object is a report, an array of objects is a report each. One pass over the bytes, no tree.
///
/// Total: whatever the bytes are, the answer is a [Decoded], never an exception. Thread-safe.
public final class MessageDecoder {
    /// An array of more reports is refused whole. A node that was cut off for a while may send what it kept; a hundred
    /// reports are eight minutes at one each five seconds.
    public static final int MAX_REPORTS = 100;

    /// Some tools put one in front of every text; it says nothing about UTF-8.
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final NetworkNames networks;
    /// In the order in which they are asked.
    private final List<ReportDecoder> dialects = List.of(new SubstrateDecoder());
    /// Takes whatever is left.
    private final SpecificationDecoder specification = new SpecificationDecoder();

    /// With the names of Starknet's public networks.
    public MessageDecoder() {
        this(NetworkNames.BUILT_IN);
    }

    /// @param networks by which chain id networks go
    public MessageDecoder(NetworkNames networks) {
        this.networks = networks;
    }

    /// Reads a message as it came in one frame or several.
    ///
    /// @param receivedAt when it came: against it is measured what a node tells as a point in time
    public Decoded decode(byte[] message, Instant receivedAt) {
        if (message.length == 0) {
            return new Decoded.Refused(EMPTY, "The message is empty; a JSON object is expected.");
        }
        int fault = Utf8.firstFault(message);
        if (fault >= 0) {
            return new Decoded.Refused(NOT_UTF8, "Byte " + fault + " is no UTF-8; a JSON object in UTF-8 is expected.",
                    (long) fault);
        }
        try {
            return read(new JsonCursor(message, textStart(message), message.length), receivedAt);
        } catch (MessageRefusedException e) {
            return e.refused();
        }
    }

    private Decoded read(JsonCursor cursor, Instant receivedAt) throws MessageRefusedException {
        if (cursor.isAtEnd()) {
            return new Decoded.Refused(EMPTY, "The message is blank; a JSON object is expected.");
        }
        List<DecodedReport> reports = switch (cursor.value()) {
            case OBJECT -> List.of(report(cursor, receivedAt));
            case ARRAY -> readAll(cursor, receivedAt);
            case TEXT, NUMBER, BOOLEAN, NULL -> throw notAnObject();
        };
        if (!cursor.isAtEnd()) {
            return new Decoded.Refused(NOT_JSON,
                    "There is more behind the message's JSON value: send one value in each message.",
                    (long) cursor.offset());
        }
        return reports.isEmpty()
                ? new Decoded.Refused(NOTHING_KNOWN, "The array holds no report.")
                : new Decoded.Reports(reports);
    }

    private List<DecodedReport> readAll(JsonCursor cursor, Instant receivedAt) throws MessageRefusedException {
        List<DecodedReport> reports = new ArrayList<>();
        cursor.enter();
        while (cursor.nextElement()) {
            if (cursor.value() != Kind.OBJECT) {
                // To its end first: that it is nested too deep, or no JSON at all, says more of what is wrong.
                cursor.finish();
                throw notAnObject();
            }
            if (reports.size() == MAX_REPORTS) {
                throw new MessageRefusedException(new Decoded.Refused(TOO_MANY_REPORTS,
                        "The array holds more than " + MAX_REPORTS + " reports; send them in several messages."));
            }
            reports.add(report(cursor, receivedAt));
        }
        return reports;
    }

    private DecodedReport report(JsonCursor cursor, Instant receivedAt) throws MessageRefusedException {
        ReportReading reading = ReportedObjectReader.read(cursor, networks);
        if (!reading.foreign().isEmpty()) {
            for (ReportDecoder dialect : dialects) {
                DecodedReport report = dialect.decode(reading, receivedAt);
                if (report != null) {
                    return report;
                }
            }
        }
        return specification.decode(reading, receivedAt);
    }

    private static MessageRefusedException notAnObject() {
        return new MessageRefusedException(new Decoded.Refused(NOT_AN_OBJECT,
                "The message is neither a JSON object nor an array of objects."));
    }

    private static int textStart(byte[] message) {
        int length = BYTE_ORDER_MARK.length;
        return message.length >= length && Arrays.equals(message, 0, length, BYTE_ORDER_MARK, 0, length) ? length : 0;
    }
}
