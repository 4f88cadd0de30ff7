package io.starkbeat.crawler.crawl;

/// How far a round is.
///
/// @param found    peers that were named, expected or met
/// @param reached  those that were met
/// @param underWay dials and conversations that have not ended
public record Progress(int found, int reached, int underWay) {}
