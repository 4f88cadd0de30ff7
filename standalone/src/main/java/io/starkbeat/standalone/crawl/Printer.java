package io.starkbeat.standalone.crawl;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.crawler.crawl.Sighted;
import io.starkbeat.schemas.peer.PeerSighting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Prints peers, each as soon as it is known. What strangers say of themselves may hold anything: nothing of it acts upon a
/// terminal.
public final class Printer {
    /// What is not ASCII is escaped, since some of it acts upon terminals too.
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String ROW = "%-9s %-52s %-24s %9s %8s %s%n";

    /// In which form.
    public enum Form {
        NDJSON, TABLE;

        /// As it is written on the command line.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Form form;
    private final PrintWriter out;
    private boolean titled;

    public Printer(Form form, PrintWriter out) {
        this.form = form;
        this.out = out;
    }

    /// Prints a line.
    public void print(Sighted sighted) {
        switch (form) {
            case NDJSON -> out.println(json(sighted.sighting()));
            case TABLE -> row(sighted.sighting());
        }
        out.flush();
    }

    private static String json(PeerSighting peer) {
        ObjectNode line = JSON.createObjectNode().put("peerId", peer.peerId());
        peer.addresses().forEach(line.putArray("addresses")::add);
        line.put("reachable", peer.reachable());
        put(line, "agentVersion", peer.agentVersion());
        put(line, "protocolVersion", peer.protocolVersion());
        peer.protocols().forEach(line.putArray("protocols")::add);
        put(line, "clientType", peer.clientType());
        put(line, "clientVersion", peer.clientVersion());
        if (peer.blockHeight() != null) {
            line.put("blockHeight", peer.blockHeight());
        }
        if (peer.roundTripMs() != null) {
            line.put("roundTripMs", peer.roundTripMs());
        }
        try {
            return JSON.writeValueAsString(line);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    /// Left out when it is not known, as everywhere.
    private static void put(ObjectNode line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }

    private void row(PeerSighting peer) {
        if (!titled) {
            titled = true;
            out.printf(Locale.ROOT, ROW, "REACHABLE", "PEER ID", "AGENT", "HEIGHT", "MS", "ADDRESS");
        }
        String address = peer.provenAddress() != null
                ? peer.provenAddress()
                : peer.addresses().stream().findFirst().orElse("-");
        out.printf(Locale.ROOT, ROW, peer.reachable() ? "yes" : "no", peer.peerId(),
                shown(Objects.requireNonNullElse(peer.agentVersion(), "-"), 24),
                peer.blockHeight() == null ? "-" : peer.blockHeight().toString(),
                peer.roundTripMs() == null ? "-" : String.format(Locale.ROOT, "%.1f", peer.roundTripMs()),
                shown(address, 100));
    }

    private static String shown(String text, int most) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= most ? printable : printable.substring(0, most - 1) + "~";
    }
}
