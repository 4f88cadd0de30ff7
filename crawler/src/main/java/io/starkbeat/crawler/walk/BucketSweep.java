package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which targets to ask one peer for, so that it names every peer in its routing table.
///
/// A peer keeps another in the bucket of the number of leading bits that their keys share. For a target in bucket n it names
/// those of bucket n first, then those of all deeper buckets, then shallower ones. So the targets go down, bucket by bucket,
/// until an answer names somebody of a shallower bucket: then all deeper ones are in that answer. Where an implementation
/// names only peers that are nearer to the target than itself, there are no such answers; three that tell nothing new end
/// the sweep too.
public final class BucketSweep {
    /// The deepest bucket for which a target is looked for, on average among 2^15 candidates, a few milliseconds' work. Peers
    /// have deeper ones in networks of more than 20 · 2^14, some 300,000.
    static final int DEEPEST = 14;
    /// One that tells nothing new may be chance, where a bucket is empty.
    private static final int IDLE_ANSWERS = 3;

    private final PeerId asked;
    private final KadKey place;
    private final Set<PeerId> named = new HashSet<>();
    private int bucket;
    private int idle;
    private boolean over;

    /// @param asked who is to be asked
    public BucketSweep(PeerId asked) {
        this.asked = asked;
        this.place = KadKey.of(asked.multihash());
    }

    /// What to ask for next, or empty when the peer has named all that it knows.
    public Optional<PeerId> next() {
        return over ? Optional.empty() : Optional.of(target(place, bucket));
    }

    /// Takes the answer to the last target.
    ///
    /// @return those that this peer had not named before
    public Set<PeerId> heard(Collection<PeerId> answer) {
        Set<PeerId> news = new HashSet<>();
        boolean shallower = false;
        for (PeerId peer : answer) {
            if (!peer.equals(asked)) {
                shallower |= place.commonPrefix(KadKey.of(peer.multihash())) < bucket;
                if (named.add(peer)) {
                    news.add(peer);
                }
            }
        }
        idle = news.isEmpty() ? idle + 1 : 0;
        over = shallower || idle == IDLE_ANSWERS || bucket == DEEPEST;
        bucket++;
        return news;
    }

    /// How many peers it has named.
    public int neighbours() {
        return named.size();
    }

    /// A peer id in this bucket of a place. It is a hash's form, which every implementation takes for an id, and nobody's.
    static PeerId target(KadKey place, int bucket) {
        ByteBuffer multihash = ByteBuffer.allocate(34).put(0, (byte) 0x12).put(1, (byte) 32);
        for (long attempt = 0; true; attempt++) {
            multihash.putLong(2, attempt);
            if (KadKey.of(multihash.array()).commonPrefix(place) == bucket) {
                return PeerId.ofMultihash(multihash.array())
                        .orElseThrow(() -> new IllegalStateException("34 bytes of the form 12 20 … are a peer id"));
            }
        }
    }
}
