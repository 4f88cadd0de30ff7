package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.Dialer;
import io.starkbeat.crawler.libp2p.DialerOptions;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.walk.Frontier;
import io.starkbeat.crawler.walk.GlobalAddresses;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.WalkLimits;
import io.starkbeat.schemas.peer.PeerSighting;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The crawl of one network, round after round (`docs/crawl.md`). One round at a time; [#progress] may be asked meanwhile.
public final class Crawl implements AutoCloseable {
    private final CrawlOptions options;
    private final Rests rests;
    private final InstantSource clock;
    private final Dialer dialer;
    private final Predicate<InetAddress> mayDial;
    private final Chronicle chronicle;
    private volatile @Nullable Round running;

    /// What a crawl is to do.
    ///
    /// @param agentVersion what peers are told, for example `starkbeat-crawler/0.1.0`
    /// @param network      the chain's name, as Kademlia's protocols have it
    /// @param bootstrap    where to begin
    /// @param allowPrivate whether private, loopback and other addresses that are not public are dialled
    /// @param heads        whether peers are asked for their newest block
    /// @param within       after which a round ends where it is
    /// @param limits       of a round
    public record CrawlOptions(String agentVersion, String network, List<Multiaddr> bootstrap, boolean allowPrivate,
            boolean heads, Duration within, WalkLimits limits) {
        public CrawlOptions {
            bootstrap = List.copyOf(bootstrap);
        }
    }

    /// A crawl with the dialer's usual times.
    ///
    /// @param rests shared by all crawls of a process, since one peer may be of two networks
    public Crawl(CrawlOptions options, Rests rests, InstantSource clock) {
        this(options, DialerOptions.of(options.agentVersion(), options.network()), rests, clock);
    }

    /// A crawl with times of one's own.
    public Crawl(CrawlOptions options, DialerOptions dialling, Rests rests, InstantSource clock) {
        this.options = options;
        this.rests = rests;
        this.clock = clock;
        this.mayDial = options.allowPrivate() ? GlobalAddresses::mayBeHosts : GlobalAddresses::contain;
        // Asked once more where a socket is opened: there no name leads round it.
        this.dialer = Dialer.start(dialling.withPolicy(socket -> mayDial.test(socket.getAddress())));
        this.chronicle = new Chronicle(options.limits().peers());
    }

    public String network() {
        return options.network();
    }

    /// Takes over what a crawler wrote before, so that times and rounds go on.
    public void recall(PeerSighting earlier) {
        chronicle.recall(earlier);
    }

    /// Walks the network once. Blocks.
    ///
    /// @param out told of each peer that was met, as soon as it was, and of the others at the end; by one thread at a time
    /// @throws InterruptedException if the thread is told to stop
    public RoundSummary round(Consumer<Sighted> out) throws InterruptedException {
        long now = System.nanoTime();
        Frontier frontier = new Frontier(options.limits(), dialer.localPeer(), mayDial,
                peer -> chronicle.backsOff(peer, System.nanoTime()), rests);
        options.bootstrap().forEach(frontier::bootstrap);
        chronicle.due(now, frontier::known);
        Round round = new Round(dialer, frontier, chronicle, options.heads(), clock, out);
        running = round;
        try {
            return round.run(options.network(), options.within());
        } finally {
            running = null;
        }
    }

    /// How far the round that runs is; nothing between rounds.
    public Progress progress() {
        Round round = running;
        return round == null ? new Progress(0, 0, 0) : round.progress();
    }

    @Override
    public void close() {
        dialer.close();
    }
}
