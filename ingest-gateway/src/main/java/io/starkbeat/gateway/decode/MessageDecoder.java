package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.EMPTY;
import static io.starkbeat.schemas.session.RejectionReason.NOTHING_KNOWN;
import static io.starkbeat.schemas.session.RejectionReason.NOT_AN_OBJECT;
import static io.starkbeat.schemas.session.RejectionReason.NOT_JSON;
import static io.starkbeat.schemas.session.RejectionReason.NOT_UTF8;
import static io.starkbeat.schemas.session.RejectionReason.TOO_DEEP;
import static io.starkbeat.schemas.session.RejectionReason.TOO_MANY_REPORTS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one message: an object is a report, an array of objects is a report each. One pass over the bytes, no tree.
///
/// Total: whatever the bytes are, the answer is a [Decoded], never an exception. Thread-safe.
public final class MessageDecoder {
    /// An array of more reports is refused whole. A node that was cut off for a while may send what it kept; a hundred
    /// reports are eight minutes at one each five seconds.
    public static final int MAX_REPORTS = 100;

    /// No report is nested deeper than this; the deepest known has three levels.
    public static final int MAX_DEPTH = 64;

    static final JsonFactory JSON = JsonFactory.builder()
            // The keys are the senders': kept in a table that is bounded, but not in the JVM's for good.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // A message is UTF-8, also when its first bytes look like UTF-16.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // The whole message is bounded already, and long numbers are never computed with: only depth is left to
            // refuse, so that a constraint which is hit is always that one.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /// In the order in which they are asked; the specification's takes what nobody else recognises.
    private final List<ReportDecoder> dialects;

    /// With the names of Starknet's public networks.
    public MessageDecoder() {
        this(NetworkNames.BUILT_IN);
    }

    /// @param networks by which chain id networks go
    public MessageDecoder(NetworkNames networks) {
        dialects = List.of(new SubstrateDecoder(networks), new SpecificationDecoder(networks));
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
        byte[] text = withoutByteOrderMark(message);
        try (JsonParser parser = JSON.createParser(text)) {
            return read(parser, new ReportedObjectReader(parser, text), receivedAt);
        } catch (StreamConstraintsException e) {
            return new Decoded.Refused(TOO_DEEP, "The message is nested deeper than " + MAX_DEPTH + " levels.",
                    offset(e));
        } catch (JsonProcessingException e) {
            Long at = offset(e);
            return new Decoded.Refused(NOT_JSON,
                    "The message is no JSON" + (at == null ? "" : ", at byte " + at) + ": a JSON object is expected.",
                    at);
        } catch (IOException e) {
            return new Decoded.Refused(NOT_JSON, "The message is no JSON: a JSON object is expected.");
        }
    }

    private Decoded read(JsonParser parser, ReportedObjectReader objects, Instant receivedAt) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new Decoded.Refused(EMPTY, "The message is blank; a JSON object is expected.");
        }
        List<DecodedReport> reports = new ArrayList<>(1);
        switch (first) {
            case START_OBJECT -> reports.add(decode(objects.read(), receivedAt));
            case START_ARRAY -> {
                Decoded.Refused refused = readAll(parser, objects, reports, receivedAt);
                if (refused != null) {
                    return refused;
                }
            }
            default -> {
                return notAnObject();
            }
        }
        if (parser.nextToken() != null) {
            return new Decoded.Refused(NOT_JSON,
                    "There is more behind the message's JSON value: send one value in each message.",
                    parser.currentTokenLocation().getByteOffset());
        }
        return reports.isEmpty()
                ? new Decoded.Refused(NOTHING_KNOWN, "The array holds no report.")
                : new Decoded.Reports(reports);
    }

    private Decoded.@Nullable Refused readAll(JsonParser parser, ReportedObjectReader objects,
            List<DecodedReport> reports, Instant receivedAt) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                return notAnObject();
            }
            if (reports.size() == MAX_REPORTS) {
                return new Decoded.Refused(TOO_MANY_REPORTS,
                        "The array holds more than " + MAX_REPORTS + " reports; send them in several messages.");
            }
            reports.add(decode(objects.read(), receivedAt));
        }
        return null;
    }

    private DecodedReport decode(ReportedObject object, Instant receivedAt) {
        for (ReportDecoder dialect : dialects) {
            if (dialect.recognises(object)) {
                return dialect.decode(object, receivedAt);
            }
        }
        throw new IllegalStateException("the last dialect takes whatever is left");
    }

    private static Decoded.Refused notAnObject() {
        return new Decoded.Refused(NOT_AN_OBJECT, "The message is neither a JSON object nor an array of objects.");
    }

    private static @Nullable Long offset(JsonProcessingException e) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        return offset < 0 ? null : offset;
    }

    /// Some tools put one in front of every text; it says nothing about UTF-8.
    private static byte[] withoutByteOrderMark(byte[] message) {
        return message.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(message, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)
                        ? Arrays.copyOfRange(message, BYTE_ORDER_MARK.length, message.length)
                        : message;
    }
}
