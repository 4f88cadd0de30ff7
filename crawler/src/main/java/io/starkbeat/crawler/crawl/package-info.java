/// A round of the crawl on the dialer: who is met, what is asked, and what is remembered of it for the next round.
@NullMarked
package io.starkbeat.crawler.crawl;

import org.jspecify.annotations.NullMarked;
