package io.starkbeat.agent.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A Starknet node, by the calls that Starknet JSON-RPC 0.7 to 0.10 share, and those by which clients tell who they are.
public final class StarknetNode {
    /// The versions whose shapes are known; the calls that are used here are the same in all of them.
    private static final int OLDEST_MINOR = 7;
    private static final int NEWEST_MINOR = 10;
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)(\\D.*)?");
    static final int MAX_TEXT = 100;

    /// How far a node is that has not caught up.
    ///
    /// @param current its newest block
    /// @param highest the newest block that it knows of
    public record Progress(long current, long highest) {}

    private final NodeRpc rpc;

    /// Asks a node through its API.
    public StarknetNode(NodeRpc rpc) {
        this.rpc = rpc;
    }

    /// Who it is.
    public NodeFacts facts() throws NodeException, InterruptedException {
        var spec = text("starknet_specVersion", rpc.call("starknet_specVersion"));
        var network = chainName(text("starknet_chainId", rpc.call("starknet_chainId")));
        var juno = optionalText("juno_version");
        if (juno.isPresent()) {
            return new NodeFacts(Optional.of("Juno"), juno, spec, network);
        }
        var pathfinder = optionalText("pathfinder_version");
        if (pathfinder.isPresent()) {
            return new NodeFacts(Optional.of("Pathfinder"), pathfinder, spec, network);
        }
        return new NodeFacts(isMadara() ? Optional.of("Madara") : Optional.empty(), Optional.empty(), spec, network);
    }

    /// What an operator has to know of a version of the API; empty when it is one that is known.
    public static Optional<String> doubtAbout(String specVersion) {
        var version = VERSION.matcher(specVersion);
        if (!version.matches()) {
            return Optional.of("it says its JSON-RPC version is '" + specVersion + "', which is none; it is read as 0."
                    + NEWEST_MINOR);
        }
        var major = Long.parseLong(shortened(version.group(1), 9));
        var minor = Long.parseLong(shortened(version.group(2), 9));
        if (major > 0 || minor > NEWEST_MINOR) {
            return Optional.of("its JSON-RPC version " + specVersion + " is newer than this agent, which reads it as 0."
                    + NEWEST_MINOR + "; look for a newer agent if something is missing");
        }
        return minor < OLDEST_MINOR
                ? Optional.of("its JSON-RPC version " + specVersion + " is older than 0." + OLDEST_MINOR
                        + "; use a newer path of its API where it has one, such as /rpc/v0_8")
                : Optional.empty();
    }

    /// The number of its newest block; empty when it has none yet.
    public Optional<Long> height() throws NodeException, InterruptedException {
        try {
            return Optional.of(Quantity.of("starknet_blockNumber", rpc.call("starknet_blockNumber")));
        } catch (NodeException failed) {
            if (failed.isNoBlocks()) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /// How far it is; empty when it has caught up, or does not tell.
    public Optional<Progress> progress() throws NodeException, InterruptedException {
        var method = "starknet_syncing";
        var status = rpc.call(method);
        if (status.isBoolean()) {
            return Optional.empty();
        }
        if (!status.isObject()) {
            throw NodeRpc.unfit(method);
        }
        return Optional.of(new Progress(Quantity.of(method, status.path("current_block_num")),
                Quantity.of(method, status.path("highest_block_num"))));
    }

    /// A block, with what its receipts add up to, or without, which is a tenth of the work.
    public Block block(long number, boolean withReceipts) throws NodeException, InterruptedException {
        var method = withReceipts ? "starknet_getBlockWithReceipts" : "starknet_getBlockWithTxHashes";
        return rpc.stream(method, result -> Block.read(method, number, result), Map.of("block_number", number));
    }

    /// Madara has no call that tells its version, but its list of methods (jsonrpsee's) has its own names in it.
    private boolean isMadara() throws NodeException, InterruptedException {
        try {
            var methods = rpc.call("rpc_methods").path("methods");
            return methods.isArray() && methods.valueStream()
                    .map(JsonNode::asText)
                    .anyMatch(method -> method.startsWith("rpc/v") || method.contains("madara"));
        } catch (NodeException failed) {
            return rethrowUnlessAnswered(failed);
        }
    }

    private Optional<String> optionalText(String method) throws NodeException, InterruptedException {
        try {
            var answer = rpc.call(method);
            return answer.isTextual() && !answer.textValue().isBlank()
                    ? Optional.of(shortened(answer.textValue(), MAX_TEXT))
                    : Optional.empty();
        } catch (NodeException failed) {
            rethrowUnlessAnswered(failed);
            return Optional.empty();
        }
    }

    /// A method that is not there is told as an error, or by proxies in other ways; a node that is gone is another matter.
    private static boolean rethrowUnlessAnswered(NodeException failed) throws NodeException {
        if (failed.kind() == NodeException.Kind.SILENT) {
            throw failed;
        }
        return false;
    }

    private static String text(String method, JsonNode node) throws NodeException {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw NodeRpc.unfit(method);
        }
        return shortened(node.textValue(), MAX_TEXT);
    }

    /// A chain id is a short text in hex (`0x534e5f4d41494e` is `SN_MAIN`).
    static String chainName(String chainId) {
        if (!chainId.matches("0x([0-9a-fA-F]{2}){1,31}")) {
            return chainId;
        }
        var name = new StringBuilder();
        for (var at = 2; at < chainId.length(); at += 2) {
            var letter = (char) Integer.parseInt(chainId, at, at + 2, 16);
            if (letter < 0x20 || letter > 0x7e) {
                return chainId;
            }
            name.append(letter);
        }
        return name.toString();
    }

    private static String shortened(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }
}
