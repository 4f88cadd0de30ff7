package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which targets to ask one peer for, so that it names every peer in its routing table.
///
/// For a target in bucket n (those whose keys share n leading bits with its own) a peer names those of bucket n first, then
/// those of all deeper buckets, then shallower ones. So the targets go down, bucket by bucket, until an answer names somebody
/// of a shallower bucket: then all deeper ones are in that answer. Where an implementation names only peers that are nearer to
/// the target than itself, there are no such answers; three that tell nothing new end this too.
///
/// A bucket may hold more than one answer names: js-libp2p's tables are tries, whose half that is farthest from the peer holds
/// up to 32 buckets of 20. An answer holds all that are nearer to its target than the farthest that it names, so what a full
/// one leaves open are the branches beside its target, from the bucket's root to the one in which the farthest lies. These are
/// asked for afterwards.
public final class BucketSweep {
    /// The deepest bucket for which a target is looked for, on average among 2^15 candidates, a few milliseconds' work. Peers
    /// have deeper ones in networks of more than 20 · 2^14, some 300,000.
    static final int DEEPEST = 14;
    /// One that tells nothing new may be chance, where a bucket is empty.
    private static final int IDLE_ANSWERS = 3;
    /// How many all implementations name in one answer, when they know so many.
    private static final int FULL = 20;
    /// Bits from the root of the deepest branch that is asked for: js-libp2p's tries have six.
    private static final int DEEPEST_BRANCH = 8;
    /// Of one peer, whatever it says.
    private static final int QUESTIONS = 64;

    private final PeerId asked;
    private final KadKey place;
    private final Set<PeerId> named = new HashSet<>();
    private final Deque<Branch> open = new ArrayDeque<>();
    private Branch branch;
    private KadKey goal;
    private int bucket;
    private int idle;
    private int questions;
    private boolean down;

    /// The keys that share so many leading bits with this one, and not the next.
    private record Branch(KadKey beside, int shared) {}

    /// @param asked who is to be asked
    public BucketSweep(PeerId asked) {
        this.asked = asked;
        this.place = KadKey.of(asked.multihash());
        this.branch = new Branch(place, 0);
        this.goal = place;
    }

    /// What to ask for next, or empty when the peer has named all that it knows.
    public Optional<PeerId> next() {
        Branch next = down ? open.poll() : new Branch(place, bucket);
        if (next == null || questions == QUESTIONS) {
            return Optional.empty();
        }
        questions++;
        branch = next;
        PeerId target = target(next.beside, next.shared);
        goal = KadKey.of(target.multihash());
        return Optional.of(target);
    }

    /// Takes the answer to the last target.
    ///
    /// @return those that this peer had not named before
    public Set<PeerId> heard(Collection<PeerId> answer) {
        Set<PeerId> distinct = new HashSet<>(answer);
        int full = distinct.size();
        distinct.remove(asked);
        int farthest = distinct.stream().mapToInt(peer -> goal.commonPrefix(KadKey.of(peer.multihash()))).min()
                .orElse(KadKey.BITS);
        if (full >= FULL) {
            for (int shared = branch.shared + 1; shared <= Math.min(farthest, DEEPEST_BRANCH); shared++) {
                open.add(new Branch(goal, shared));
            }
        }
        distinct.removeIf(peer -> !named.add(peer));
        if (!down) {
            idle = distinct.isEmpty() ? idle + 1 : 0;
            // Who shares fewer bits with the target than the bucket has is of a shallower one.
            down = farthest < bucket || idle == IDLE_ANSWERS || bucket == DEEPEST;
            bucket++;
        }
        return distinct;
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
