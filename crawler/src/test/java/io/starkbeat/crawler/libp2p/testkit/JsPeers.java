package io.starkbeat.crawler.libp2p.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// js-libp2p peers in a process of their own (`src/it/js`).
public final class JsPeers implements AutoCloseable {
    private static final Path FOLDER = Path.of("src/it/js").toAbsolutePath();

    private final Process process;
    private final List<Peer> peers;

    /// @param knows the peer ids in its routing table
    public record Peer(String peerId, String address, String agent, String kad, List<String> knows) {
        public Multiaddr multiaddr() {
            return Multiaddr.parse(address);
        }
    }

    private JsPeers(Process process, List<Peer> peers) {
        this.process = process;
        this.peers = peers;
    }

    /// Whether this machine can run them.
    public static boolean haveNode() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                .anyMatch(folder -> Files.isExecutable(folder.resolve("node"))
                        && Files.isExecutable(folder.resolve("npm")));
    }

    /// Installs exactly what the lock file says.
    public static void install() throws IOException, InterruptedException {
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true).start();
        String said = new String(npm.getInputStream().readAllBytes());
        if (npm.waitFor() != 0) {
            throw new IOException("npm ci failed: " + said);
        }
    }

    /// Starts the peers and waits until they know each other.
    public static JsPeers start(List<Map<String, Object>> wishes) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Process process = new ProcessBuilder("node", "--import", "./polyfill.mjs", "peers.mjs",
                json.writeValueAsString(wishes))
                .directory(FOLDER.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        // Its end comes with the process's standard output and not before.
        BufferedReader out = process.inputReader();
        String line = Objects.requireNonNullElse(out.readLine(), "");
        try {
            return new JsPeers(process, json.readValue(line, new TypeReference<>() {
            }));
        } catch (IOException e) {
            process.destroy();
            throw e;
        }
    }

    public Peer get(int index) {
        return peers.get(index);
    }

    public List<Peer> all() {
        return peers;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
