package io.starkbeat.kit.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.health.ServiceHealth;
import io.starkbeat.kit.net.Listening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Health, status and metrics of a process, on a port of their own, so that they answer while nothing else does.
///
/// `/health/live` and `/health/ready` answer 200 or 503 and list every check; they only read state, on the event loop.
/// `/status` and `/metrics` are put together on a worker thread. Requests are not logged: probes would fill the log.
public final class ManagementServer {
    private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);

    private static final Set<HttpMethod> ASKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String JSON = "application/json";
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final Supplier<List<ServiceHealth>> health;
    private final Supplier<Map<String, Object>> status;
    private final PrometheusMeterRegistry meters;
    private final HttpServer server;

    /// @param health read on an event loop: must not block
    /// @param status read on a worker thread; values as JSON knows them
    public ManagementServer(Vertx vertx, Supplier<List<ServiceHealth>> health, Supplier<Map<String, Object>> status,
            PrometheusMeterRegistry meters) {
        this.vertx = vertx;
        this.health = health;
        this.status = status;
        this.meters = meters;
        this.server = vertx.createHttpServer().requestHandler(this::answer);
    }

    /// Listens, and returns when it does. Not for an event loop.
    ///
    /// @param port 0 for any free one, see [#actualPort()]
    /// @throws io.starkbeat.kit.StartException if it cannot
    /// @throws InterruptedException            if the thread is told to stop waiting
    public void listen(String host, int port) throws InterruptedException {
        Listening.on(server, host, port, "MANAGEMENT_PORT");
    }

    /// The port that it listens on.
    public int actualPort() {
        return server.actualPort();
    }

    /// Stops listening and closes what is open.
    public Future<?> close() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        Answer answer = new Answer(request.response(), headOnly);
        switch (request.path()) {
            case "/health/live", "/health/ready", "/status", "/metrics" -> {
                if (ASKING.contains(request.method())) {
                    answerKnown(request.path(), answer);
                } else {
                    request.response().putHeader("Allow", "GET, HEAD");
                    problem(answer, 405, request.method() + " is not for " + request.path() + ": use GET");
                }
            }
            case null, default -> problem(answer, 404,
                    "there is /health/live, /health/ready, /status and /metrics here");
        }
    }

    private void answerKnown(String path, Answer answer) {
        switch (path) {
            case "/health/live" -> health(answer, Health::isLive);
            case "/health/ready" -> health(answer, Health::isReady);
            case "/status" -> later(answer, JSON, () -> new JsonObject(status.get()).encodePrettily() + "\n");
            default -> later(answer, PROMETHEUS_TEXT, () -> meters.scrape(PROMETHEUS_TEXT));
        }
    }

    private void health(Answer answer, Predicate<Health> isGood) {
        List<ServiceHealth> services = health.get();
        boolean good = services.stream().map(ServiceHealth::health).allMatch(isGood);
        JsonArray checks = new JsonArray();
        for (ServiceHealth service : services) {
            for (Health.Check check : service.health().checks()) {
                checks.add(new JsonObject().put("service", service.service())
                        .put("name", check.name())
                        .put("ok", check.ok())
                        .put("live", check.ok() || check.probe() != Health.Probe.LIVE)
                        .put("detail", check.detail()));
            }
        }
        answer.end(good ? 200 : 503, JSON, new JsonObject().put("ok", good).put("checks", checks).encode());
    }

    private void later(Answer answer, String contentType, Supplier<String> body) {
        vertx.executeBlocking(body::get, false)
                .onSuccess(text -> answer.end(200, contentType, text))
                .onFailure(failure -> {
                    log.error("management answer failed", failure);
                    problem(answer, 500, "the answer could not be put together: " + failure);
                });
    }

    private static void problem(Answer answer, int status, String detail) {
        answer.end(status, "application/problem+json",
                new JsonObject().put("status", status).put("detail", detail).encode());
    }

    /// @param headOnly whether the asker wants to know only what it would get
    private record Answer(HttpServerResponse response, boolean headOnly) {
        void end(int status, String contentType, String text) {
            if (response.closed() || response.ended()) {
                return;
            }
            Buffer body = Buffer.buffer(text);
            response.setStatusCode(status)
                    .putHeader("Content-Type", contentType)
                    .putHeader("Content-Length", Integer.toString(body.length()))
                    .putHeader("Cache-Control", "no-store");
            (headOnly ? response.end() : response.end(body))
                    .onFailure(gone -> log.debug("asker of a management answer went away", gone));
        }
    }
}
