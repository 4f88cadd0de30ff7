package io.starkbeat.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.kit.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServiceProcessTest {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<ServiceProcess> made = new ArrayList<>();
    private final StubService gateway = new StubService("gateway", notes);
    private final StubService query = new StubService("query", notes);

    private ServiceProcess process(Map<String, String> more, StubService... services) {
        Map<String, String> environment = new HashMap<>(Map.of("LISTEN_HOST", "127.0.0.1", "MANAGEMENT_PORT", "0"));
        environment.putAll(more);
        ServiceProcess process = ServiceProcess.of(environment, List.of(services));
        made.add(process);
        return process;
    }

    private ServiceProcess process() {
        return process(Map.of(), gateway, query);
    }

    @AfterEach
    void stopAll() {
        made.forEach(ServiceProcess::close);
    }

    @Test
    void startsInOrderAndStopsInReverse() throws Exception {
        ServiceProcess process = process();
        process.start();
        assertThat(new Asker(process).status("/health/ready")).isEqualTo(200);

        assertThat(process.stop()).isTrue();

        assertThat(notes).containsExactly("gateway start", "query start", "gateway stopAccepting",
                "query stopAccepting", "query stop", "gateway stop");
        assertThatThrownBy(() -> new Asker(process).get("/health/live")).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void isLiveAndNotReadyWhileItStarts() throws Exception {
        ServiceProcess process = process();
        query.onStart(() -> {
            Asker asker = new Asker(process);
            notes.add("live " + asker.status("/health/live"));
            notes.add("ready " + asker.status("/health/ready"));
            assertThat(asker.get("/health/ready").body()).contains(
                    "{\"service\":\"query\",\"name\":\"lifecycle\",\"ok\":false,\"live\":true,\"detail\":\"starting\"}");
        });

        process.start();

        assertThat(notes).containsExactly("gateway start", "query start", "live 200", "ready 503");
    }

    @Test
    void turnsUnreadyBeforeAnythingElseStops() throws Exception {
        ServiceProcess process = process();
        gateway.onStopAccepting(() -> notes.add("ready " + new Asker(process).status("/health/ready")));
        gateway.onStop(() -> notes.add("live " + new Asker(process).status("/health/live")));
        process.start();

        process.stop();

        assertThat(notes).contains("ready 503", "live 200");
    }

    @Test
    void waitsOutTheDrainBetweenUnreadyAndClose() throws Exception {
        AtomicLong unready = new AtomicLong();
        AtomicLong closed = new AtomicLong();
        gateway.onStopAccepting(() -> unready.set(System.nanoTime())).onStop(() -> closed.set(System.nanoTime()));
        ServiceProcess process = process(Map.of("DRAIN_FOR", "300ms"), gateway);
        process.start();

        process.stop();

        assertThat(Duration.ofNanos(closed.get() - unready.get())).isBetween(Duration.ofMillis(300),
                Duration.ofSeconds(5));
    }

    @Test
    void aServiceThatHangsDoesNotKeepTheOthersFromStopping() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        query.onStop(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                interrupted.countDown();
            }
        });
        ServiceProcess process = process();
        process.start();

        assertThat(process.stop()).isFalse();

        assertThat(notes).endsWith("query stop", "gateway stop");
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServiceThatFailsToStopDoesNotKeepTheOthersFromStopping() throws Exception {
        query.onStop(() -> {
            throw new IllegalStateException("on purpose");
        });
        ServiceProcess process = process();
        process.start();

        assertThat(process.stop()).isFalse();

        assertThat(notes).endsWith("query stop", "gateway stop");
    }

    @Test
    void whatWasStartedIsStoppedWhenTheNextCannotStart() {
        query.onStart(() -> {
            throw new StartException("no room");
        });
        ServiceProcess process = process(Map.of(), gateway, query, new StubService("never", notes));

        assertThatExceptionOfType(StartException.class).isThrownBy(process::start).withMessage("no room");

        assertThat(notes).containsExactly("gateway start", "query start", "gateway stopAccepting", "query stop",
                "gateway stop");
    }

    @Test
    void whatWasStartedIsStoppedWhenTheNextLacksALibrary() {
        query.onStart(() -> {
            throw new UnsatisfiedLinkError("no native code");
        });

        assertThatThrownBy(process()::start).isInstanceOf(UnsatisfiedLinkError.class);

        assertThat(notes).endsWith("query stop", "gateway stop");
    }

    @Test
    void whatKafkasClientsRefuseIsTheOperatorsToMend() {
        gateway.onStart(() -> {
            throw new KafkaException("Failed to construct kafka producer",
                    new ConfigException("max.in.flight", 9, "must be at most 5"));
        });

        assertThatExceptionOfType(StartException.class).isThrownBy(process()::start)
                .withMessageContaining("KAFKA_*")
                .withMessageContaining("must be at most 5");
    }

    @Test
    void aStopInterruptsAStartThatBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        query.onStart(() -> {
            entered.countDown();
            new CountDownLatch(1).await();
        });
        ServiceProcess process = process();
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> assertThatThrownBy(process::start)
                .isInstanceOf(InterruptedException.class));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(process.stop()).isTrue();

        start.get(10, TimeUnit.SECONDS);
        assertThat(notes).containsExactly("gateway start", "query start", "gateway stopAccepting", "query stop",
                "gateway stop");
    }

    @Test
    void aStopBeforeTheStartPreventsIt() {
        ServiceProcess process = process();
        process.stop();

        assertThatThrownBy(process::start).isInstanceOf(InterruptedException.class);
        assertThat(notes).isEmpty();
    }

    @Test
    void aTakenPortIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(process(Map.of("MANAGEMENT_PORT", port), gateway)::start)
                    .withMessage(
                            "port " + port + " (MANAGEMENT_PORT) is taken on 127.0.0.1: end the program that listens"
                                    + " there, or set MANAGEMENT_PORT to another port");
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void anAddressOfAnotherMachineIsOneLine() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(process(Map.of("LISTEN_HOST", "192.0.2.1"), gateway)::start)
                .withMessageStartingWith("'192.0.2.1' is not an address of this machine: set LISTEN_HOST");
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(process(Map.of("LISTEN_HOST", "nowhere.invalid"), gateway)::start)
                .withMessageStartingWith("'nowhere.invalid' is not an address of this machine: set LISTEN_HOST");
    }
}
