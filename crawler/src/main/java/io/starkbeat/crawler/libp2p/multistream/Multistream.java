package io.starkbeat.crawler.libp2p.multistream;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/// multistream-select 1.0 (connections specification, "Protocol Negotiation"). Lines are a length (unsigned varint), the
/// text and a newline. A proposal cannot be taken back, since what follows an accepted one belongs to the protocol; so of
/// several each waits for the answer to the one before, and only the header and the first go in one write.
public final class Multistream {
    /// Bytes of a line with its newline; go-libp2p and js-libp2p refuse longer ones too.
    public static final int MAX_LINE = 1024;
    /// A peer that proposes to us more than this many protocols that we do not speak is only keeping us busy.
    static final int MAX_PROPOSALS = 32;

    static final String HEADER = "/multistream/1.0.0";
    static final String NOT_AVAILABLE = "na";

    private Multistream() {}

    /// Proposes one protocol after the other until the peer takes one.
    ///
    /// @param protocols at least one, the best first
    /// @return the one that both speak from now on
    /// @throws DialException.Unsupported if the peer takes none
    public static String select(ByteStream stream, List<String> protocols, Deadline deadline) throws DialException {
        stream.write(lines(HEADER, protocols.getFirst()), deadline);
        expect(HEADER, readLine(stream, deadline));
        for (int i = 0; i < protocols.size(); i++) {
            if (i > 0) {
                stream.write(lines(protocols.get(i)), deadline);
            }
            if (taken(protocols.get(i), readLine(stream, deadline))) {
                return protocols.get(i);
            }
        }
        throw new DialException.Unsupported(protocols);
    }

    /// Answers a peer's proposals until one is spoken here.
    ///
    /// @return the one that both speak from now on
    public static String accept(ByteStream stream, Predicate<String> spoken, Deadline deadline) throws DialException {
        expect(HEADER, readLine(stream, deadline));
        stream.write(lines(HEADER), deadline);
        for (int i = 0; i < MAX_PROPOSALS; i++) {
            String proposal = readLine(stream, deadline);
            if (spoken.test(proposal)) {
                stream.write(lines(proposal), deadline);
                return proposal;
            }
            stream.write(lines(NOT_AVAILABLE), deadline);
        }
        throw new DialException.Violation(Layer.MULTISTREAM, "more than " + MAX_PROPOSALS + " proposals, none of ours");
    }

    static boolean taken(String proposal, String answer) throws DialException {
        if (answer.equals(NOT_AVAILABLE)) {
            return false;
        }
        expect(proposal, answer);
        return true;
    }

    static void expect(String expected, String line) throws DialException {
        if (!line.equals(expected)) {
            throw new DialException.Violation(Layer.MULTISTREAM,
                    "'" + printable(line) + "' where '" + expected + "' was to be said");
        }
    }

    static String readLine(ByteStream stream, Deadline deadline) throws DialException {
        byte[] line = Frames.delimited(stream, MAX_LINE, Layer.MULTISTREAM, deadline);
        if (line.length == 0 || line[line.length - 1] != '\n') {
            throw new DialException.Violation(Layer.MULTISTREAM, "a line without a newline");
        }
        return new String(line, 0, line.length - 1, StandardCharsets.UTF_8);
    }

    static byte[] lines(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : lines) {
            out.writeBytes(Frames.delimit((line + '\n').getBytes(StandardCharsets.UTF_8)));
        }
        return out.toByteArray();
    }

    /// A stranger's bytes end up in a message: a few of them, and none that a terminal would act upon.
    private static String printable(String line) {
        String start = line.length() <= 40 ? line : line.substring(0, 40) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
