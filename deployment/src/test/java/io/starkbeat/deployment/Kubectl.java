package io.starkbeat.deployment;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `kubectl kustomize`, which needs no cluster.
final class Kubectl {
    private Kubectl() {}

    static boolean isThere() {
        try {
            var process = new ProcessBuilder("kubectl", "version", "--client").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What a cluster would be given.
    static List<HasMetadata> kustomize(String folder) throws IOException, InterruptedException {
        var process = new ProcessBuilder("kubectl", "kustomize", Project.ROOT.resolve(folder).toString()).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var complained = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalArgumentException("kubectl kustomize " + folder + ": " + complained);
        }
        return StrictYaml.resources(said);
    }
}
