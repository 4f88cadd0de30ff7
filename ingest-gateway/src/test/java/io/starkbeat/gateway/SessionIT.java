package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import io.starkbeat.schemas.topic.KeyPartition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// What a node says becomes records of its session, in one partition and in order.
class SessionIT extends GatewayTestbed {
    @Test
    void exampleSessionOfTheSpecificationLiesInOnePartitionInOrder() throws Exception {
        JsonArray messages = new JsonObject(Buffer.buffer(Objects
                .requireNonNull(getClass().getResourceAsStream("/example-session.json")).readAllBytes()))
                .getJsonArray("messages");
        WebSocket socket = connect();
        for (int i = 0; i < messages.size(); i++) {
            socket.writeTextMessage(messages.getJsonObject(i).encode());
        }
        awaitRecords("Starknode", 6);
        socket.close((short) 1000, "done");
        List<ConsumerRecord<String, byte[]>> records = awaitRecords("Starknode", 7);

        List<SessionEvent> events = events(records);
        assertThat(events).extracting(SessionEvent::seq)
                .containsExactlyElementsOf(LongStream.range(0, 7).boxed().toList());
        assertThat(records).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(KeyPartition.of(PEER, PARTITIONS));
            assertThat(record.headers().lastHeader("schema").value()).asString(UTF_8).isEqualTo("session-event/1");
            assertThat(record.headers().lastHeader("gateway").value()).asString(UTF_8).isEqualTo("gw-test");
        });
        assertThat(events.getFirst()).isInstanceOfSatisfying(SessionOpened.class, opened -> {
            assertThat(opened.address()).isEqualTo("127.0.0.1");
            assertThat(opened.addressKey()).hasSize(32);
            assertThat(opened.userAgent()).isEqualTo("it/1");
            assertThat(opened.path()).isEqualTo("/submit");
            assertThat(opened.fields().isEmpty()).isTrue();
            assertThat(opened.gateway()).isEqualTo("gw-test");
        });
        assertThat(events.subList(1, 6)).allMatch(NodeReport.class::isInstance);
        assertThat(((NodeReport) events.get(1)).fields().text(Field.CAPABILITY)).isEqualTo("FullNode");
        assertThat(((NodeReport) events.get(3)).fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(1);
        assertThat(events.getLast()).isInstanceOfSatisfying(SessionClosed.class, closed -> {
            assertThat(closed.code()).isEqualTo(1000);
            assertThat(closed.reason()).isEqualTo("done");
        });
    }

    @Test
    void socketThatNamesItselfLateGoesOnWhereItsNodeLies() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        socket.writeTextMessage("{\"name\":\"" + name + "\",\"memory\":16}");
        socket.writeTextMessage("{\"peer_id\":\"" + OTHER_PEER + "\",\"client\":\"Juno\"}");
        socket.writeTextMessage("{\"peer_count\":4}");
        List<ConsumerRecord<String, byte[]>> records = awaitRecords(name, 6);
        socket.close();

        List<SessionEvent> events = events(records);
        String first = events.getFirst().sessionId();
        String second = events.getLast().sessionId();
        assertThat(events).extracting(SessionEvent::seq).containsExactly(0L, 1L, 2L, 0L, 1L, 2L);
        assertThat(records.subList(0, 3)).extracting(ConsumerRecord::partition)
                .containsOnly(KeyPartition.of(first, PARTITIONS));
        assertThat(records.subList(3, 6)).extracting(ConsumerRecord::partition)
                .containsOnly(KeyPartition.of(OTHER_PEER, PARTITIONS));
        assertThat(events.get(2)).isInstanceOfSatisfying(SessionClosed.class, closed -> {
            assertThat(closed.isContinued()).isTrue();
            assertThat(closed.continuedAs()).isEqualTo(second);
            assertThat(closed.code()).isEqualTo(1000);
        });
        assertThat(events.get(3)).isInstanceOfSatisfying(SessionOpened.class, opened -> {
            assertThat(opened.continues()).isEqualTo(first);
            assertThat(opened.fields().known()).containsExactly(Field.NAME, Field.PEER_ID, Field.MEMORY);
        });
    }

    @Test
    void garbageBetweenGoodMessagesCostsAnExplanationAndNothingElse() throws Exception {
        String name = uniqueName();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WebSocket socket = connect();
        socket.textMessageHandler(told::add);
        socket.writeTextMessage("garbage " + name);
        socket.writeTextMessage("{\"name\":\"" + name + "\",\"memory\":\"lots\"}");
        socket.writeBinaryMessage(Buffer.buffer(new byte[]{(byte) 0xFF, 0, 1}));
        socket.writeTextMessage("");
        socket.writeTextMessage("{\"peer_count\":4}");
        List<SessionEvent> events = events(awaitRecords(name, 3));

        assertThat(events).extracting(SessionEvent::seq).containsExactly(0L, 1L, 2L);
        await().untilAsserted(() -> assertThat(topics.rejectedOf(events.getFirst().sessionId()))
                .extracting(RejectedMessage::reason)
                .containsExactly(RejectionReason.NOT_JSON, RejectionReason.FIELD_UNFIT, RejectionReason.NOT_UTF8,
                        RejectionReason.EMPTY));
        await().untilAsserted(() -> assertThat(told).hasSize(4));
        assertThat(told).extracting(frame -> new JsonObject(frame).getJsonObject("error").getString("code"))
                .containsExactly("not_json", "field_unfit", "not_utf8", "empty");
        assertThat(told.stream().skip(1).findFirst()).hasValueSatisfying(
                frame -> assertThat(new JsonObject(frame).getJsonObject("error").getString("field"))
                        .isEqualTo("memory"));
        assertThat(socket.isClosed()).isFalse();
        socket.close();
    }

    @Test
    void anotherPeerIdIsRejectedAndTheFirstStays() throws Exception {
        String name = uniqueName();
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        PeerId first = PeerId.ofEd25519(key);
        // CIDv1 in hex: version, libp2p-key, identity, 36 bytes, which are a protobuf of key type and key.
        String cid = "f01720024080112" + "20" + HexFormat.of().formatHex(key);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WebSocket socket = connect();
        socket.textMessageHandler(told::add);
        socket.writeTextMessage("{\"name\":\"" + name + "\",\"peer_id\":\"" + first + "\"}");
        socket.writeTextMessage("{\"peer_id\":\"" + newPeerId() + "\",\"memory\":1}");
        socket.writeTextMessage("{\"peer_id\":\"" + cid + "\",\"cpu\":2}");
        List<ConsumerRecord<String, byte[]>> records = awaitRecords(name, 3);
        socket.close();

        assertThat(records).extracting(ConsumerRecord::partition)
                .containsOnly(KeyPartition.of(first.toString(), PARTITIONS));
        // The same id written otherwise is no change, and lies in the record in its one form.
        assertThat(((NodeReport) events(records).get(2)).fields()).satisfies(fields -> {
            assertThat(fields.text(Field.PEER_ID)).isEqualTo(first.toString());
            assertThat(fields.whole(Field.CPU)).hasValue(2);
        });
        await().untilAsserted(() -> assertThat(topics.rejectedOf(records.getFirst().key())).singleElement()
                .returns(RejectionReason.PEER_ID_CHANGED, RejectedMessage::reason));
        assertThat(told).singleElement().asString().contains("peer_id_changed");
    }

    @Test
    void invalidPeerIdIsKeptAsTextAndNamesNoNode() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        socket.writeTextMessage("{\"name\":\"" + name + "\",\"peer_id\":\"mine\"}");
        List<ConsumerRecord<String, byte[]>> records = awaitRecords(name, 2);
        socket.close();

        String session = records.getFirst().key();
        assertThat(records).extracting(ConsumerRecord::partition).containsOnly(KeyPartition.of(session, PARTITIONS));
        assertThat(((NodeReport) events(records).get(1)).fields().text(Field.PEER_ID)).isEqualTo("mine");
        await().untilAsserted(() -> assertThat(topics.rejectedOf(session)).singleElement()
                .returns(RejectionReason.PEER_ID_INVALID, RejectedMessage::reason)
                .returns("peer_id", RejectedMessage::field));
    }
}
