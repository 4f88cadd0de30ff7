package io.starkbeat.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A reader of the feed that does with it what a browser's `EventSource` and a page behind it do: keeps the id of the last
/// event and the nodes that it was told of, and comes back with that id.
final class SseReader implements AutoCloseable {
    private final HttpClient client;
    private final URI uri;
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> shown = new TreeMap<>();
    private @Nullable String lastEventId;
    private @Nullable InputStream body;
    private @Nullable Thread thread;
    private volatile @Nullable HttpResponse<InputStream> response;

    SseReader(HttpClient client, URI uri) {
        this.client = client;
        this.uri = uri;
    }

    /// Connects, and reads on a thread of its own until it is closed or told that nothing more comes.
    HttpResponse<InputStream> open() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> opened = client.send(request.build(), BodyHandlers.ofInputStream());
        response = opened;
        body = opened.body();
        thread = Thread.ofVirtual().start(() -> read(opened.body()));
        return opened;
    }

    private void read(InputStream from) {
        String event = "";
        StringBuilder data = new StringBuilder();
        String id = lastEventId;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    lastEventId = id;
                    if (!data.isEmpty()) {
                        dispatch(event, data.toString());
                    }
                    event = "";
                    data.setLength(0);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
        } catch (IOException e) {
            // Cut off: by the test or by the server.
        }
        heard.add("cut");
    }

    private void dispatch(String event, String data) throws IOException {
        JsonNode json = RecordMapper.mapper().readTree(data);
        synchronized (shown) {
            switch (event) {
                case "snapshot" -> {
                    shown.clear();
                    json.forEach(this::show);
                }
                case "node" -> show(json);
                case "gone" -> shown.remove(json.get("nodeId").textValue());
                default -> {
                }
            }
        }
        heard.add(switch (event) {
            case "node", "gone" -> event + ' ' + json.get("nodeId").textValue();
            case "end" -> event + ' ' + json.get("reason").textValue();
            default -> event;
        });
    }

    private void show(JsonNode item) {
        shown.put(item.get("nodeId").textValue(), ((ObjectNode) item).without("lastSeen"));
    }

    /// What a page would show: items without when they were last seen, by id.
    Map<String, JsonNode> shown() {
        synchronized (shown) {
            return Map.copyOf(shown);
        }
    }

    @Nullable
    String lastEventId() {
        return lastEventId;
    }

    @Override
    public void close() throws IOException {
        cut();
    }

    /// Cuts the line, wherever the server is in what it writes.
    void cut() throws IOException {
        InputStream open = body;
        Thread reading = thread;
        if (open != null && reading != null) {
            open.close();
            try {
                reading.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
