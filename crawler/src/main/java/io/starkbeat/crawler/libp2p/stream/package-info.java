/// What all layers of the dialer share: streams of bytes, deadlines, and the ways in which a dial ends badly.
@NullMarked
package io.starkbeat.crawler.libp2p.stream;

import org.jspecify.annotations.NullMarked;
