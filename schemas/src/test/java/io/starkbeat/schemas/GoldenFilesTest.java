package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.Samples.Sample;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.RejectedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records as they are on the wire. The files of version 1 stand for all the records that version 1 has written: they are
/// never changed, and later versions get files of their own.
final class GoldenFilesTest {

    static List<Sample<?>> records() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void isWrittenAsAgreed(Sample<?> sample) throws IOException {
        assertThat(SchemaTree.json(sample.encoded())).isEqualTo(SchemaTree.JSON.readTree(golden(sample)));
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void staysReadable(Sample<T> sample) throws IOException {
        assertThat(sample.codec().decode(golden(sample))).isEqualTo(sample.record());
    }

    @Test
    void aStateFromBeforeTheNodesTimeWasKeptStaysReadable() throws IOException {
        NodeState earlier = RecordCodec.NODE_STATE.decode(golden("node-state.before-last-reported-at"));

        assertThat(earlier.session().lastReportedAt()).isNull();
        assertThat(earlier.session().clockSkew()).isEmpty();
        assertThat(earlier.session().lastReport()).isNotNull();
    }

    @Test
    void aRejectedMessageFromBeforeItCouldComeInPartsStaysReadable() throws IOException {
        RejectedMessage earlier = RecordCodec.REJECTED_MESSAGE.decode(golden("rejected-message.before-parts"));

        assertThat(earlier.part()).isNull();
        assertThat(earlier.isFirst()).isTrue();
        assertThat(earlier.bodyBytes()).isNotEmpty();
    }

    @Test
    void aSightingFromBeforeTheCrawlerRememberedRoundsStaysReadable() throws IOException {
        PeerSighting earlier = RecordCodec.PEER_SIGHTING.decode(golden("peer-sighting.before-rounds"));

        assertThat(earlier.provenAddress()).isNull();
        assertThat(earlier.lastReached()).isNull();
        assertThat(earlier.roundsTried()).isNull();
        assertThat(earlier.roundTripMs()).isEqualTo(41.5);
    }

    private static byte[] golden(Sample<?> sample) throws IOException {
        return golden(sample.name());
    }

    private static byte[] golden(String name) throws IOException {
        String file = "/golden/1/" + name + ".json";
        try (InputStream from = GoldenFilesTest.class.getResourceAsStream(file)) {
            assertThat(from).as("the resource %s", file).isNotNull();
            return from.readAllBytes();
        }
    }
}
