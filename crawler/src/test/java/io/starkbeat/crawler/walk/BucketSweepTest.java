package io.starkbeat.crawler.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.peer.PeerId;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Of a peer that keeps more than one answer names in what is one bucket to others, as js-libp2p's tries do.
final class BucketSweepTest {
    private static final int K = 20;

    @ParameterizedTest
    @CsvSource({"1, 49", "2, 49", "3, 49", "4, 100", "5, 300"})
    void aTableWithMoreThanTwentyInABucketIsHeardOfWholly(long seed, int size) {
        Random random = new Random(seed);
        PeerId asked = somebody(random);
        List<PeerId> table = Stream.generate(() -> somebody(random)).limit(size).toList();
        BucketSweep sweep = new BucketSweep(asked);
        for (Optional<PeerId> target = sweep.next(); target.isPresent(); target = sweep.next()) {
            BigInteger goal = place(target.get());
            sweep.heard(table.stream().sorted(Comparator.comparing(peer -> place(peer).xor(goal))).limit(K).toList());
        }
        assertThat(sweep.neighbours()).isEqualTo(size);
    }

    /// It invents neighbours as near to each target as one likes.
    @ParameterizedTest
    @CsvSource("6, 64")
    void whoNeverComesToAnEndIsAskedSixtyFourTimes(long seed, int most) {
        Random random = new Random(seed);
        BucketSweep sweep = new BucketSweep(somebody(random));
        int questions = 0;
        for (Optional<PeerId> target = sweep.next(); target.isPresent(); target = sweep.next()) {
            questions++;
            KadKey goal = KadKey.of(target.get().multihash());
            sweep.heard(Stream.generate(() -> somebody(random))
                    .filter(peer -> goal.commonPrefix(KadKey.of(peer.multihash())) > 8).limit(K)
                    .collect(Collectors.toSet()));
        }
        assertThat(questions).isEqualTo(most);
    }

    private static PeerId somebody(Random random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return PeerId.ofEd25519(key);
    }

    private static BigInteger place(PeerId peer) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(peer.multihash()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
