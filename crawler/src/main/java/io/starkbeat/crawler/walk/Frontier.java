package io.starkbeat.crawler.walk;

import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multiaddr.Place;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One round's walk: what was said, by whom, and whom it is worth dialling next. It ends when nobody is left.
///
/// What peers say is hearsay, and a crawler that believed it would dial whomever they like. So what is dialled is addresses,
/// each once a round, whoever is claimed to be there: the handshake tells who it is. Each dial goes on the account of a peer
/// that named it, and of the network in which it lies ([WalkLimits]). Who is met once is left alone for the rest of the round.
///
/// A dial ends with [#failed], or with [#proven] and then [#finished]. For one thread at a time. Times are nanoseconds of a
/// clock that never jumps.
public final class Frontier {
    private final WalkLimits limits;
    private final PeerId self;
    private final Predicate<InetAddress> mayDial;
    private final Predicate<PeerId> backsOff;
    private final Map<PeerId, Candidate> candidates = new HashMap<>();
    private final Map<InetSocketAddress, Door> doors = new HashMap<>();
    private final Map<PeerId, Reporter> reporters = new HashMap<>();
    private final NameBook names = new NameBook();
    private final Rests rests;
    private final Agenda agenda;
    private final Map<Withheld, Integer> withheld = new EnumMap<>(Withheld.class);
    private int met;
    private int lookups;

    /// @param self     us, whom peers name too
    /// @param mayDial  which addresses may be dialled at all
    /// @param backsOff who has been away so often that it is not his turn
    /// @param rests    who was dialled just before, in other rounds too
    public Frontier(WalkLimits limits, PeerId self, Predicate<InetAddress> mayDial, Predicate<PeerId> backsOff,
            Rests rests) {
        this.limits = limits;
        this.self = self;
        this.mayDial = mayDial;
        this.backsOff = backsOff;
        this.rests = rests;
        this.agenda = new Agenda(limits, rests, this::withhold);
    }

    /// An address of the operator's, with or without the peer that is to be met there.
    public void bootstrap(Multiaddr address) {
        Candidate peer = address.peerId().map(this::trusted).orElse(null);
        if (peer != null) {
            peer.saidToListen(address);
        }
        lead(address, new NameBook.Hope(peer, null));
    }

    /// A peer that an earlier round met there.
    public void known(PeerId peer, InetSocketAddress address) {
        Candidate candidate = trusted(peer);
        candidate.saidToListen(Multiaddr.tcp(address));
        claim(candidate, address, null);
    }

    private Candidate trusted(PeerId peer) {
        Candidate candidate = candidates.computeIfAbsent(peer, Candidate::new);
        candidate.trusted = true;
        return candidate;
    }

    /// What a peer that was met says of others.
    ///
    /// @param by the peer, as it proved itself
    public void named(PeerId by, Collection<KadPeer> peers) {
        Reporter reporter = reporters.computeIfAbsent(by, _ -> new Reporter(limits));
        for (KadPeer peer : peers) {
            if (!peer.id().equals(self) && !peer.id().equals(by)) {
                heardOf(peer.id(), reporter).ifPresent(candidate -> {
                    candidate.namedBy(reporter);
                    for (Multiaddr address : peer.addresses()) {
                        // Whom somebody else's address names is not the one who was named.
                        if (address.peerId().filter(other -> !other.equals(peer.id())).isEmpty()) {
                            candidate.saidToListen(address);
                            lead(address, new NameBook.Hope(candidate, reporter));
                        }
                    }
                });
            }
        }
    }

    /// What a peer that was met says of where it listens; for the record, since it has been met.
    public void listens(PeerId peer, Collection<Multiaddr> addresses) {
        Candidate candidate = candidates.computeIfAbsent(peer, Candidate::new);
        addresses.forEach(candidate::listens);
    }

    private Optional<Candidate> heardOf(PeerId peer, @Nullable Reporter reporter) {
        Candidate known = candidates.get(peer);
        if (known != null) {
            return Optional.of(known);
        }
        if (reporter != null) {
            if (candidates.size() >= limits.peers()) {
                withhold(Withheld.TOO_MANY_PEERS);
                return Optional.empty();
            }
            if (reporter.newPeers >= limits.newPeersByReporter()) {
                withhold(Withheld.TOO_MANY_NEW);
                return Optional.empty();
            }
            reporter.newPeers++;
        }
        Candidate candidate = new Candidate(peer);
        candidates.put(peer, candidate);
        return Optional.of(candidate);
    }

    private void lead(Multiaddr address, NameBook.Hope hope) {
        switch (address.place().orElse(null)) {
            case Place.Socket(InetSocketAddress socket) -> claim(hope.peer(), socket, hope.reporter());
            case Place.Named _,Place.Listed _ -> {
                // A list's entries are chosen by the peer that its address names; a name's are the same for all.
                Multiaddr name = hope.reporter() == null ? address : address.withoutPeer();
                names.hope(name, hope).forEach(target -> found(target, hope));
            }
            case null -> withhold(Withheld.NOT_DIALABLE);
        }
    }

    /// What a name means; nothing, where that could not be found out.
    public void resolved(Step.Lookup lookup, List<Target> targets) {
        lookups--;
        agenda.ended();
        names.answered(lookup.name(), targets).forEach(hope -> targets.forEach(target -> found(target, hope)));
    }

    private void found(Target target, NameBook.Hope hope) {
        Candidate peer = target.peer().flatMap(id -> heardOf(id, hope.reporter())).orElse(hope.peer());
        if (peer != null && hope.reporter() == null) {
            peer.trusted = true;
        }
        claim(peer, target.address(), hope.reporter());
    }

    /// @param peer     anybody if null
    /// @param reporter the operator, or an earlier round, if null
    private void claim(@Nullable Candidate peer, InetSocketAddress address, @Nullable Reporter reporter) {
        if (!mayDial.test(address.getAddress())) {
            withhold(Withheld.NOT_PUBLIC);
            return;
        }
        Door door = doors.get(address);
        if (peer == null) {
            door = door != null ? door : newDoor(address);
            door.anyone = true;
            agenda.add(door);
            return;
        }
        Claim claim = door == null ? null : door.claim(peer);
        if (claim == null) {
            if (reporter != null && (peer.doors.size() >= limits.addressesOfPeer()
                    || peer.doorsBy(reporter) >= limits.addressesByReporter())) {
                withhold(Withheld.PEER_LIMIT);
                return;
            }
            door = door != null ? door : newDoor(address);
            claim = door.newClaim(peer, reporter).orElse(null);
            if (claim == null) {
                withhold(Withheld.OCCUPIED);
                return;
            }
            peer.doors.add(door);
        }
        boolean news = reporter == null ? !claim.trusted : claim.add(reporter);
        claim.trusted |= reporter == null;
        if (news && door != null) {
            agenda.add(door);
        }
    }

    private Door newDoor(InetSocketAddress address) {
        Door door = new Door(address);
        doors.put(address, door);
        return door;
    }

    /// What to do next.
    public Step next(long now) {
        if (!agenda.hasRoom()) {
            return new Step.Idle();
        }
        // A name whose servers are silent takes its place for seconds, and a few peers can name a thousand of them.
        Step.Lookup lookup = lookups < Math.max(1, limits.concurrency() / 4) ? names.next() : null;
        if (lookup != null) {
            lookups++;
            agenda.began();
            return lookup;
        }
        return agenda.next(now, peer -> !peer.trusted && backsOff.test(peer.id));
    }

    /// Who answered a dial proved to be this peer.
    ///
    /// @return whether to go on: not with one who was met before
    public boolean proven(Step.Dial dial, PeerId who, long now) {
        Door door = door(dial);
        boolean asClaimed = agenda.answered(door, who, now);
        if (!asClaimed && door.dialled != null) {
            door.dialled.peer.failure = Failure.ANOTHER_PEER;
        }
        Candidate candidate = candidates.computeIfAbsent(who, Candidate::new);
        if (candidate.met || who.equals(self)) {
            return false;
        }
        candidate.met = true;
        met++;
        candidate.listens(Multiaddr.tcp(door.address));
        return true;
    }

    /// The conversation that [#proven] began is over.
    public void finished(Step.Dial dial) {
        door(dial).dialled = null;
        agenda.ended();
    }

    /// A dial came to nothing.
    public void failed(Step.Dial dial, Failure failure, long now) {
        Door door = door(dial);
        if (door.dialled != null) {
            // Not of the others who are claimed to be there: they may be elsewhere, and a liar could have them back off.
            door.dialled.peer.failure = failure;
            if (failure.isOfConnection()) {
                // It may have been the one who was claimed, with no room for us: at its other addresses neither.
                rests.met(door.dialled.peer.id, door.address, now);
            }
        }
        agenda.silent(door);
        door.dialled = null;
        agenda.ended();
    }

    private Door door(Step.Dial dial) {
        Door door = doors.get(dial.address());
        if (door == null) {
            throw new IllegalArgumentException(dial + " is none of this walk's");
        }
        return door;
    }

    private void withhold(Withheld reason) {
        withheld.merge(reason, 1, Integer::sum);
    }

    /// Those who were named, or are expected, and were not met.
    public List<Heard> unmet() {
        return candidates.values().stream().filter(peer -> !peer.met && !peer.id.equals(self))
                .map(peer -> new Heard(peer.id, peer.addresses(), peer.reporters(), peer.trusted,
                        peer.failure != null, Optional.ofNullable(peer.failure)))
                .toList();
    }

    /// Where a peer was met, then where it says that it listens, then where others say so.
    public List<String> addresses(PeerId peer) {
        Candidate candidate = candidates.get(peer);
        return candidate == null ? List.of() : candidate.addresses();
    }

    /// Peers that were named or met.
    public int found() {
        return candidates.size();
    }

    /// Peers that were met.
    public int met() {
        return met;
    }

    /// Dials and lookups that have not ended.
    public int underWay() {
        return agenda.underWay();
    }

    /// What led to no dial so far, by reason. At the end of a round it is complete.
    public Map<Withheld, Integer> withheld() {
        Map<Withheld, Integer> all = new EnumMap<>(Withheld.class);
        all.putAll(withheld);
        agenda.waiting().forEach((reason, count) -> all.merge(reason, count, Integer::sum));
        return all;
    }
}
