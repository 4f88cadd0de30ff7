package io.starkbeat.crawler.crawl;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which chain a peer's protocols name.
final class ChainName {
    static final String STARKNET = "/starknet/";

    /// The two forms of Kademlia's names that have a chain in them.
    private static final List<Pattern> KAD = List.of(Pattern.compile("/starknet/([^/]{1,64})/sync/kad/1\\.0\\.0"),
            Pattern.compile("/starknet/kad/([^/]{1,64})/1\\.0\\.0"));

    private ChainName() {}

    /// The chain, or empty when none is named, as in the oldest form, or several are.
    static Optional<String> of(Collection<String> protocols) {
        List<String> chains = protocols.stream().flatMap(protocol -> KAD.stream().map(form -> form.matcher(protocol)))
                .filter(Matcher::matches).map(match -> match.group(1)).distinct().toList();
        return chains.size() == 1 ? Optional.of(chains.getFirst()) : Optional.empty();
    }
}
