package io.starkbeat.schemas;

import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Of each type of record one instance with every component and one with only those that it must have. The values are the
/// specification's example session where it has them.
public final class Samples {
    /// One record under its name in `golden/`.
    ///
    /// @param full whether every component has a value
    public record Sample<T>(String name, boolean full, RecordCodec<T> codec, T record) {
        public String encoded() {
            return new String(codec.encode(record), StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String PEER_ID = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";
    private static final String SESSION = "0d3ee2a5-7a35-4c5b-9c2e-5b7f4a1d8e10";
    private static final String EARLIER_SESSION = "c1a5b0de-0c7e-4b53-8a0f-3e2d1c0b9a88";
    private static final String ADDRESS_KEY = "5f1d6c0e9a7b4c3d2e1f0a9b8c7d6e5f";
    private static final Instant CONNECTED = Instant.parse("2024-07-11T11:46:08.702Z");
    private static final Instant RECEIVED = Instant.parse("2024-07-11T11:46:09.136Z");

    /// A value for every field of the table, as a node would report it.
    private static final Map<Field, String> REPORTED = reported();

    private Samples() {}

    private static Map<Field, String> reported() {
        Map<Field, String> values = new LinkedHashMap<>();
        values.put(Field.NAME, "Starknode");
        values.put(Field.PEER_ID, PEER_ID);
        values.put(Field.CLIENT, "Madara");
        values.put(Field.VERSION, "0.1.0-8bf85f6dc0b");
        values.put(Field.CAPABILITY, "FullNode");
        values.put(Field.NETWORK_NAME, "Starknet");
        values.put(Field.STARKNET_VERSION, "0.13.2");
        values.put(Field.JSON_RPC_VERSION, "0.7.1");
        values.put(Field.CURRENT_BLOCK_HASH_L2, "0x47c3637b57c2b079b93c61539950c17e868a28f46cdef28f88521067f21e943");
        values.put(Field.CURRENT_BLOCK_NUMBER_L2, "1");
        values.put(Field.CURRENT_BLOCK_HASH_L1, "0x1f9090aae28b8a3dceadf281b0f12828e676c326");
        values.put(Field.CURRENT_BLOCK_NUMBER_L1, "20289357");
        values.put(Field.FINALIZED_BLOCK_HASH, "0x7aefb91c8e2d3a47abcfb5bda9c127a3ea9b1f94b5a6e761b4182e3f01d2f5d4");
        values.put(Field.FINALIZED_BLOCK_NUMBER, "0");
        values.put(Field.LATEST_BLOCK_TIME, "330000");
        values.put(Field.AVG_SYNC_TIME, "410");
        values.put(Field.ESTIMATE_SYNC, "5.2");
        values.put(Field.TX_NUMBER, "300");
        values.put(Field.EVENT_NUMBER, "2025");
        values.put(Field.MESSAGE_NUMBER, "5");
        values.put(Field.PEER_COUNT, "48");
        values.put(Field.NODE_UPTIME, "2.3");
        values.put(Field.OPERATING_SYSTEM, "MacOs");
        values.put(Field.MEMORY, "16");
        values.put(Field.MEMORY_USAGE, "4.4");
        values.put(Field.CPU, "8");
        values.put(Field.CPU_TYPE, "Apple M2");
        values.put(Field.CPU_USAGE, "3");
        values.put(Field.STORAGE, "1092");
        values.put(Field.STORAGE_USAGE, "245");
        values.put(Field.NETWORK_TRAFFIC, "52428.8");
        return values;
    }

    /// Every field of the table with a value; a field that is new in the table and has none here fails every test.
    public static Fields everyField() {
        Fields.Builder fields = Fields.builder();
        for (Field field : Field.values()) {
            String sent = REPORTED.get(field);
            if (sent == null || !(Coercion.ofText(field, sent) instanceof Coercion.Accepted accepted)) {
                throw new IllegalStateException(
                        "give Samples.REPORTED a value that fits the field " + field.kafkaName());
            }
            fields.put(accepted.field(), accepted.value());
        }
        return fields.build();
    }

    /// One full and one minimal record of every type.
    public static List<Sample<?>> all() {
        List<Sample<?>> all = new ArrayList<>();
        event(all, "session-opened",
                new SessionOpened(SESSION, 0, CONNECTED, "gateway-1", "203.0.113.7", ADDRESS_KEY, "CH", "madara/0.7.0",
                        "/submit", everyField(), EARLIER_SESSION),
                new SessionOpened(SESSION, 0, CONNECTED, "gateway-1", null, ADDRESS_KEY, null, null, null, Fields.EMPTY,
                        null));
        event(all, "session-report",
                new NodeReport(SESSION, 1, RECEIVED, "gateway-1", Instant.parse("2024-07-11T11:46:08.602Z"),
                        "spec-flat", everyField(), new RawJson("{\"msg\":\"node.update\",\"txpool\":{\"size\":1.5}}")),
                new NodeReport(SESSION, 1, RECEIVED, "gateway-1", null, "spec-flat", Fields.EMPTY, null));
        event(all, "session-alive",
                new SessionAlive(SESSION, 2, RECEIVED, "gateway-1", "203.0.113.7", ADDRESS_KEY, "CH", "madara/0.7.0",
                        "/submit", CONNECTED, everyField(), EARLIER_SESSION),
                new SessionAlive(SESSION, 2, RECEIVED, "gateway-1", null, ADDRESS_KEY, null, null, null, CONNECTED,
                        Fields.EMPTY, null));
        event(all, "session-closed",
                new SessionClosed(EARLIER_SESSION, 3, RECEIVED, "gateway-1", 1000, SessionClosed.IDENTIFIED, SESSION),
                new SessionClosed(SESSION, 3, RECEIVED, "gateway-1", 1006, null, null));
        byte[] message = "{\"peer_count\":-1}".getBytes(StandardCharsets.UTF_8);
        both(all, "rejected-message", RecordCodec.REJECTED_MESSAGE,
                new RejectedMessage(SESSION, RECEIVED, "gateway-1", ADDRESS_KEY, RejectionReason.FIELD_UNFIT,
                        "peer_count is below zero", "peer_count", 14L, message.length, RejectedMessage.body(message),
                        1, 2),
                new RejectedMessage(SESSION, RECEIVED, "gateway-1", null, RejectionReason.EMPTY, "the frame is empty",
                        null, null, 0, RejectedMessage.body(new byte[0]), null, null));
        PeerSighting sighting = new PeerSighting(PEER_ID, RECEIVED, true, List.of("/ip4/203.0.113.7/tcp/7777"),
                "SN_MAIN", "juno/0.15.0", "/starknet/identify/0.1.0-rc.0", List.of("/starknet/SN_MAIN/sync/kad/1.0.0"),
                "Juno", "0.15.0", 655360L, 41.5, "/ip4/203.0.113.7/tcp/7777", CONNECTED, RECEIVED, 118, 47, 48);
        both(all, "peer-sighting", RecordCodec.PEER_SIGHTING, sighting, new PeerSighting(PEER_ID, RECEIVED, false,
                List.of(), null, null, null, List.of(), null, null, null, null));
        both(all, "node-state", RecordCodec.NODE_STATE,
                new NodeState(PEER_ID, 6, everyField(),
                        new FieldTimes(CONNECTED, RECEIVED.minusMillis(40), RECEIVED), "CH", "203.0.113.7",
                        new CurrentSession(SESSION, "gateway-1", ADDRESS_KEY, CONNECTED, RECEIVED,
                                Instant.parse("2024-07-11T11:46:08.602Z"), RECEIVED, false),
                        List.of(new Claim(SESSION, CONNECTED, RECEIVED, false, ADDRESS_KEY)), true, true,
                        List.of(NodeSource.TELEMETRY, NodeSource.CRAWLER), CONNECTED, RECEIVED, sighting),
                new NodeState(PEER_ID, 1, Fields.EMPTY, FieldTimes.NONE, null, null, null, List.of(), false, false,
                        List.of(), CONNECTED, null, null));
        both(all, "pipeline-progress", RecordCodec.PIPELINE_PROGRESS,
                new PipelineProgress(3, RECEIVED, 17, "aggregator-1", CONNECTED, CONNECTED),
                new PipelineProgress(3, RECEIVED, 0, "aggregator-1", null, null));
        return List.copyOf(all);
    }

    public static List<Sample<?>> full() {
        return all().stream().filter(Sample::full).toList();
    }

    private static void event(List<Sample<?>> to, String name, SessionEvent full, SessionEvent minimal) {
        both(to, name, RecordCodec.SESSION_EVENT, full, minimal);
    }

    private static <T> void both(List<Sample<?>> to, String name, RecordCodec<T> codec, T full, T minimal) {
        to.add(new Sample<>(name, true, codec, full));
        to.add(new Sample<>(name + ".minimal", false, codec, minimal));
    }
}
