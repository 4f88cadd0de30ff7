package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// In which order doors are knocked at, and which have to wait: for a peer's rest, for the end of another dial to the same
/// peer, or for somebody's account to have room. What several peers say comes before what one says.
final class Agenda {
    private final WalkLimits limits;
    private final Rests rests;
    private final Consumer<Withheld> withhold;
    private final Deque<Door> likely = new ArrayDeque<>();
    private final Deque<Door> unlikely = new ArrayDeque<>();
    private final PriorityQueue<Resting> resting = new PriorityQueue<>(Comparator.comparingLong(Resting::until));
    private final Map<Neighbourhood, Quota> neighbourhoods = new HashMap<>();
    private final Map<InetAddress, Quota> hosts = new HashMap<>();
    private final Set<Quota> usedUp = new HashSet<>();
    private int underWay;

    private record Resting(Door door, long until) {}

    Agenda(WalkLimits limits, Rests rests, Consumer<Withheld> withhold) {
        this.limits = limits;
        this.rests = rests;
        this.withhold = withhold;
    }

    /// Something new is said of a door.
    void add(Door door) {
        Door.Queue queue = door.isLikely() ? Door.Queue.LIKELY : Door.Queue.UNLIKELY;
        if (!door.tried && (door.queue == null || door.queue.compareTo(queue) < 0)) {
            door.queue = queue;
            (queue == Door.Queue.LIKELY ? likely : unlikely).add(door);
        }
    }

    boolean hasRoom() {
        return underWay < limits.concurrency();
    }

    int underWay() {
        return underWay;
    }

    void began() {
        underWay++;
    }

    void ended() {
        underWay--;
    }

    /// @param backsOff whose turn it is not
    Step next(long now, Predicate<Candidate> backsOff) {
        while (!resting.isEmpty() && resting.peek().until - now <= 0) {
            add(resting.remove().door);
        }
        List<Door> busy = new ArrayList<>();
        Step.Dial dial = null;
        for (Door door = poll(); door != null && dial == null; door = dial == null ? poll() : null) {
            dial = knock(door, now, backsOff, busy);
        }
        busy.forEach(this::add);
        if (dial != null) {
            underWay++;
            return dial;
        }
        if (!resting.isEmpty()) {
            return new Step.Wait(Duration.ofNanos(Math.max(1, resting.peek().until - now)));
        }
        return underWay > 0 ? new Step.Idle() : new Step.Done();
    }

    private @Nullable Door poll() {
        Door door = likely.isEmpty() ? unlikely.poll() : likely.poll();
        if (door != null) {
            door.queue = null;
        }
        return door;
    }

    private Step.@Nullable Dial knock(Door door, long now, Predicate<Candidate> backsOff, List<Door> busy) {
        if (door.tried) {
            return null;
        }
        Predicate<Claim> open = claim -> !claim.peer.met && claim.peer.dials < limits.dialsForPeer();
        Predicate<Claim> due = open.and(claim -> claim.trusted || !backsOff.test(claim.peer));
        // One that somebody can pay for, though another be louder.
        Claim claim = door.best(due.and(Claim::mayBePaid)).or(() -> door.best(due)).orElse(null);
        if (claim == null && !door.anyone) {
            if (door.best(open).isPresent()) {
                withhold.accept(Withheld.BACKING_OFF);
            }
            return null;
        }
        if (claim != null && isOccupied(door, claim)) {
            return null;
        }
        if (door.claims().stream().anyMatch(other -> other.peer.underWay)) {
            // One of them may turn out to live here.
            busy.add(door);
            return null;
        }
        long rest = rest(door, now);
        if (rest > 0) {
            resting.add(new Resting(door, now + rest));
            return null;
        }
        return mayPay(door, claim) ? dial(door, claim, now) : null;
    }

    /// Whether somebody who was met in this round is said to live here at least as loudly as the one who is claimed. He is
    /// not to be dialled again under another's name.
    private boolean isOccupied(Door door, Claim claim) {
        boolean occupied = door.best(of -> of.peer.met).filter(other -> other.weight() >= claim.weight()).isPresent();
        if (occupied && !door.foundOccupied) {
            door.foundOccupied = true;
            withhold.accept(Withheld.OCCUPIED);
        }
        return occupied;
    }

    /// Nanoseconds for which nobody who may live here is to be dialled.
    private long rest(Door door, long now) {
        long longest = rests.left(door.address, now);
        for (Claim claim : door.claims()) {
            longest = Math.max(longest, rests.left(claim.peer.id, now));
        }
        return longest;
    }

    private boolean mayPay(Door door, @Nullable Claim claim) {
        boolean trusted = claim == null || claim.trusted;
        // That others of its /24 are gone says nothing of one who was met there.
        for (Quota target : List.of(neighbourhood(door), host(door))) {
            if (trusted ? target.isSpent() : target.isUsedUp()) {
                wait(door, target);
                return false;
            }
        }
        if (claim == null || claim.trusted) {
            return true;
        }
        Optional<Reporter> payer = claim.payer();
        if (payer.isEmpty()) {
            door.claims().forEach(any -> any.by.forEach(reporter -> wait(door, reporter.quota)));
            return false;
        }
        door.payer = payer.get();
        door.payer.quota.take();
        return true;
    }

    private void wait(Door door, Quota quota) {
        quota.keepWaiting(door);
        usedUp.add(quota);
    }

    private Step.Dial dial(Door door, @Nullable Claim claim, long now) {
        neighbourhood(door).take();
        host(door).take();
        rests.dialled(door.address, now);
        door.tried = true;
        door.dialled = claim;
        if (claim != null) {
            claim.peer.underWay = true;
            claim.peer.dials++;
        }
        return new Step.Dial(door.address, Optional.ofNullable(claim).map(of -> of.peer.id));
    }

    /// Somebody answered.
    ///
    /// @return whether he is who was claimed to live there
    boolean answered(Door door, PeerId who, long now) {
        rests.met(who, door.address, now);
        boolean asClaimed = door.dialled == null || door.dialled.peer.id.equals(who);
        giveBack(neighbourhood(door));
        giveBack(host(door));
        if (door.payer != null && asClaimed) {
            giveBack(door.payer.quota);
        }
        end(door);
        return asClaimed;
    }

    void silent(Door door) {
        end(door);
    }

    private static void end(Door door) {
        if (door.dialled != null) {
            door.dialled.peer.underWay = false;
        }
        door.payer = null;
    }

    private void giveBack(Quota quota) {
        quota.giveBack();
        // All are knocked at again: one may need what came free no more, or wait for something else as well, and then the next
        // has to have it. Those for which there is no room come back.
        quota.waiting().forEach(this::add);
        quota.waiting().clear();
    }

    /// What is not public is dialled only where the operator allows it, and then lies in its own network: there is no third
    /// party to spare, and all peers may be on one host.
    private Quota neighbourhood(Door door) {
        InetAddress address = door.address.getAddress();
        return neighbourhoods.computeIfAbsent(Neighbourhood.of(address),
                _ -> quota(address, limits.dialsInNeighbourhood(), limits.failedInNeighbourhood()));
    }

    private Quota host(Door door) {
        InetAddress address = door.address.getAddress();
        return hosts.computeIfAbsent(address, _ -> quota(address, Integer.MAX_VALUE, limits.failedAtHost()));
    }

    private static Quota quota(InetAddress address, int dials, int failed) {
        return GlobalAddresses.contain(address) ? new Quota(dials, failed) : Quota.unlimited();
    }

    /// Doors that wait for room that has not come.
    Map<Withheld, Integer> waiting() {
        Set<Quota> ofNeighbourhoods = new HashSet<>(neighbourhoods.values());
        ofNeighbourhoods.addAll(hosts.values());
        Map<Withheld, Integer> waiting = new EnumMap<>(Withheld.class);
        Set<Door> counted = new HashSet<>();
        for (Quota quota : usedUp) {
            Withheld reason = ofNeighbourhoods.contains(quota)
                    ? Withheld.NEIGHBOURHOOD_LIMIT
                    : Withheld.REPORTER_LIMIT;
            quota.waiting().stream().filter(door -> !door.tried && counted.add(door))
                    .forEach(_ -> waiting.merge(reason, 1, Integer::sum));
        }
        return waiting;
    }
}
