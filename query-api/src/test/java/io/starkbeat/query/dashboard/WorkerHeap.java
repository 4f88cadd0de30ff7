package io.starkbeat.query.dashboard;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// How large the heap of a page's worker is. A worker cannot say so itself, and Playwright does not speak with one by the
/// DevTools protocol, so messages to it are handed on by the page's session.
final class WorkerHeap {
    private final Page page;
    private final CDPSession session;
    private final AtomicReference<String> worker = new AtomicReference<>("");
    private final AtomicLong used = new AtomicLong(-1);

    WorkerHeap(Page page) {
        this.page = page;
        this.session = page.context().newCDPSession(page);
        session.on("Target.attachedToTarget", event -> worker.set(event.get("sessionId").getAsString()));
        session.on("Target.receivedMessageFromTarget", event -> {
            JsonObject message = JsonParser.parseString(event.get("message").getAsString()).getAsJsonObject();
            if (message.has("result") && message.getAsJsonObject("result").has("usedSize")) {
                used.set(message.getAsJsonObject("result").get("usedSize").getAsLong());
            }
        });
        JsonObject attach = new JsonObject();
        attach.addProperty("autoAttach", true);
        attach.addProperty("waitForDebuggerOnStart", false);
        attach.addProperty("flatten", false);
        session.send("Target.setAutoAttach", attach);
    }

    /// In bytes, after a collection of garbage.
    long used() {
        used.set(-1);
        send(1, "HeapProfiler.collectGarbage");
        send(2, "Runtime.getHeapUsage");
        page.waitForCondition(() -> used.get() >= 0);
        return used.get();
    }

    private void send(int id, String method) {
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        JsonObject to = new JsonObject();
        to.addProperty("sessionId", worker.get());
        to.addProperty("message", message.toString());
        session.send("Target.sendMessageToTarget", to);
    }
}
