package io.starkbeat.kit.service;

import io.starkbeat.kit.StartException;
import java.util.concurrent.CopyOnWriteArrayList;

/// The `main` of a stub service, for a test that runs it as a process. `STUB_START` in the environment says how it
/// starts.
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) {
        StubService stub = new StubService("stub", new CopyOnWriteArrayList<>()).onStart(() -> {
            switch (System.getenv().getOrDefault("STUB_START", "well")) {
                case "not" -> throw new StartException("Kafka at nowhere:1 did not answer within 1 s: start it");
                case "defect" -> throw new IllegalStateException("a defect on purpose");
                case "hang" -> {
                    System.out.println("starting");
                    new java.util.concurrent.CountDownLatch(1).await();
                }
                default -> System.out.println("started");
            }
        }).onStop(() -> System.out.println("stopped"));
        ServiceMain.run(args, System.getenv(), stub);
    }
}
