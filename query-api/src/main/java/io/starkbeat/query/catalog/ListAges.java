package io.starkbeat.query.catalog;

import java.time.Duration;

/// How old a list of all nodes may be that is given out though nodes have changed since. It is younger where making it takes
/// little time, see [Rest].
///
/// @param plain as it is
/// @param gzip  coded, which takes some ten times as long to make
public record ListAges(Duration plain, Duration gzip) {}
