package io.starkbeat.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Kafka cluster inside this process: 1 to N nodes, each broker and controller in one, reachable on 127.0.0.1
/// only, without encryption or authorization.
///
/// ```java
/// try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral())) {
///     properties.put("bootstrap.servers", kafka.bootstrapServers());
///     …
/// }
/// ```
///
/// Nodes are numbered from 1. The methods may be called from any thread; those that start and stop exclude one another
/// and block until the nodes are up or down.
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    /// How long a broker may take to hand its partitions over before it is stopped anyway.
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);
    /// How long followers may take to leave before the leader stops waiting for a successor.
    private static final long FOLLOWERS_LEAVE_MILLIS = 500;
    /// How long all brokers, and then all controllers, may take to stop before their threads are left to themselves.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final EmbeddedKafkaConfig config;
    private final DataFolder data;
    private final List<NodePlace> places;
    private final CompletableFuture<EmbeddedKafkaException> fatalFailure = new CompletableFuture<>();
    private final Consumer<EmbeddedKafkaException> onFatal = fatalFailure::complete;
    private boolean closed;

    private EmbeddedKafka(EmbeddedKafkaConfig config, DataFolder data, List<NodePlace> places) {
        this.config = config;
        this.data = data;
        this.places = List.copyOf(places);
    }

    /// Starts a cluster; returns when every node serves clients. Data of an earlier run, also of one that was killed,
    /// are taken over.
    ///
    /// @throws EmbeddedKafkaException when it cannot start; ports and folder are free again then
    public static EmbeddedKafka start(EmbeddedKafkaConfig config) {
        var data = DataFolder.open(config.dataFolder(), config.nodes());
        var places = new ArrayList<NodePlace>();
        try {
            for (var id = 1; id <= config.nodes(); id++) {
                places.add(NodePlace.take(id, config.port() == 0 ? 0 : config.port() + id - 1));
            }
        } catch (RuntimeException e) {
            places.forEach(NodePlace::leave);
            data.close();
            throw e;
        }
        var kafka = new EmbeddedKafka(config, data, places);
        HaltWatch.add(kafka.onFatal);
        try {
            kafka.start(kafka.places);
        } catch (RuntimeException e) {
            kafka.close();
            // When Kafka gave up in the middle, its own clean-up often fails too and hides why.
            throw kafka.fatalFailure.isDone() ? kafka.fatalFailure.join() : e;
        }
        return kafka;
    }

    /// Where clients connect: `127.0.0.1:port` of every node, separated by commas. The same for as long as the cluster
    /// lives, whichever nodes are down.
    public String bootstrapServers() {
        return places.stream().map(NodePlace::clientAddress).collect(Collectors.joining(","));
    }

    /// The cluster's id, kept with the data.
    public String clusterId() {
        return data.clusterId();
    }

    /// How many nodes the cluster has, up or down.
    public int nodes() {
        return places.size();
    }

    /// Completes, never exceptionally, when a part of a node failed in a way that it cannot survive. The cluster should
    /// then be closed, and in production the process ended: Kafka on its own halts the process at this point. Stays
    /// incomplete otherwise, also when the cluster is closed.
    public CompletionStage<EmbeddedKafkaException> fatalFailure() {
        return fatalFailure.minimalCompletionStage();
    }

    /// Stops one node in order: it hands its partitions over first. Does nothing when it is down.
    ///
    /// @param node 1 to [#nodes()]
    public synchronized void stopNode(int node) {
        stop(List.of(place(node)));
    }

    /// Starts a node that was stopped, on its old ports and data. Does nothing when it is up. Needs a majority of the
    /// nodes, itself included, to be up.
    ///
    /// @param node 1 to [#nodes()]
    /// @throws EmbeddedKafkaException when it does not start; the others are not touched
    public synchronized void startNode(int node) {
        if (closed) {
            throw new IllegalStateException("this Kafka is closed; start a new one");
        }
        var place = place(node);
        if (!place.isUp()) {
            start(List.of(place));
        }
    }

    /// Stops all nodes in order, within seconds (at most about 20); deletes the data if they are ephemeral. Further
    /// calls do nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (places.stream().filter(NodePlace::isUp).count() > 1) {
            stop(places, () -> places.forEach(NodePlace::electNoSuccessor));
        } else {
            stop(places);
        }
        HaltWatch.remove(onFatal);
        places.forEach(NodePlace::leave);
        data.close();
    }

    private NodePlace place(int node) {
        if (node < 1 || node > places.size()) {
            throw new IllegalArgumentException("there is no node " + node + "; nodes are 1 to " + places.size());
        }
        return places.get(node - 1);
    }

    /// All at once: a controller waits for a majority of its peers. The first failure ends the wait, since the others
    /// would then wait for their majority in vain.
    private void start(List<NodePlace> starting) {
        var threads = threads("start");
        try {
            var voters = places.stream().map(NodePlace::voter).collect(Collectors.joining(","));
            for (var place : starting) {
                place.prepare(data.clusterId(), places.size(), voters, data.ofNode(place.id()), config.properties(),
                        onFatal::accept);
            }
            var starts = new ExecutorCompletionService<Void>(threads);
            for (var place : starting) {
                starts.submit(place::start, null);
            }
            for (var i = 0; i < starting.size(); i++) {
                starts.take().get();
            }
            threads.shutdown();
        } catch (ExecutionException e) {
            abandon(threads, starting);
            throw e.getCause() instanceof EmbeddedKafkaException ours
                    ? ours
                    : new IllegalStateException("starting Kafka failed in a way that nobody foresaw", e.getCause());
        } catch (InterruptedException e) {
            abandon(threads, starting);
            Thread.currentThread().interrupt();
            throw new EmbeddedKafkaException.BrokerFailed("Kafka", "its start was interrupted", e);
        } catch (RuntimeException e) {
            abandon(threads, starting);
            throw e;
        }
    }

    private static void abandon(ExecutorService threads, List<NodePlace> starting) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Kafka nodes did not give up their start within {} s", STOP_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop(starting);
    }

    /// Brokers before controllers, all nodes at once: a broker leaves by the controllers' consent.
    private static void stop(List<NodePlace> places) {
        stop(places, () -> {});
    }

    /// @param afterFollowersLeft called some time after the controllers were told to stop
    private static void stop(List<NodePlace> places, Runnable afterFollowersLeft) {
        var stopping = places.stream().filter(NodePlace::isUp).toList();
        if (stopping.isEmpty()) {
            return;
        }
        var threads = threads("stop");
        stopWithin(STOP_LIMIT, threads, stopping, place -> place.stopBroker(LEAVE_LIMIT));
        CompletableFuture.delayedExecutor(FOLLOWERS_LEAVE_MILLIS, TimeUnit.MILLISECONDS).execute(afterFollowersLeft);
        stopWithin(STOP_LIMIT, threads, stopping, NodePlace::stopController);
        threads.shutdownNow();
        stopping.forEach(NodePlace::rest);
    }

    /// Waits also when interrupted: what is half stopped holds files that the caller is about to delete or reuse.
    private static void stopWithin(Duration limit, ExecutorService threads, List<NodePlace> places,
            Consumer<NodePlace> stop) {
        var stops = places.stream()
                .map(place -> CompletableFuture.runAsync(() -> stop.accept(place), threads).exceptionally(e -> {
                    log.warn("Kafka node {} did not stop in order", place.id(), e);
                    return null;
                }))
                .toArray(CompletableFuture<?>[]::new);
        var inTime = CompletableFuture.allOf(stops)
                .thenApply(_ -> true)
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!inTime) {
            log.warn("Kafka nodes did not stop within {} s; going on without them", limit.toSeconds());
        }
    }

    private static ExecutorService threads(String purpose) {
        return Executors
                .newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("embedded-kafka-" + purpose + "-", 1).factory());
    }
}
