package io.starkbeat.kit.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.health.ServiceHealth;
import io.starkbeat.kit.net.Listening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/health/live", "/health/ready", "/status", "/metrics" -> {
                if (ASKING.contains(request.method())) {
                    answerKnown(request.path(), response);
                } else {
                    response.putHeader("Allow", "GET, HEAD");
                    problem(response, 405, request.method() + " is not for " + request.path() + ": use GET");
                }
            }
            case null, default -> problem(response, 404,
                    "there is /health/live, /health/ready, /status and /metrics here");
        }
    }

    private void answerKnown(String path, HttpServerResponse response) {
        switch (path) {
            case "/health/live" -> health(response, Health::isLive);
            case "/health/ready" -> health(response, Health::isReady);
            case "/status" -> later(response, JSON, () -> new JsonObject(status.get()).encodePrettily() + "\n");
            default -> later(response, PROMETHEUS_TEXT, () -> meters.scrape(PROMETHEUS_TEXT));
        }
    }

    private void health(HttpServerResponse response, Predicate<Health> isGood) {
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
        end(response.setStatusCode(good ? 200 : 503), JSON,
                new JsonObject().put("ok", good).put("checks", checks).encode());
    }

    private void later(HttpServerResponse response, String contentType, Supplier<String> body) {
        vertx.executeBlocking(body::get, false)
            .onSuccess(text -> end(response, contentType, text))
            .onFailure(failure -> {
                log.error("management answer failed", failure);
                problem(response, 500, "the answer could not be put together: " + failure);
            });
    }

    private static void problem(HttpServerResponse response, int status, String detail) {
        end(response.setStatusCode(status), "application/problem+json",
                new JsonObject().put("status", status).put("detail", detail).encode());
    }

    private static void end(HttpServerResponse response, String contentType, String body) {
        if (!response.closed() && !response.ended()) {
            response.putHeader("Content-Type", contentType)
                .putHeader("Cache-Control", "no-store")
                .end(body)
                .onFailure(gone -> log.debug("asker of a management answer went away", gone));
        }
    }
}
