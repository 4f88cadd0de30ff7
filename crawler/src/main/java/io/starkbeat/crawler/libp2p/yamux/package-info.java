/// Yamux: many streams over one connection, each with flow control.
@NullMarked
package io.starkbeat.crawler.libp2p.yamux;

import org.jspecify.annotations.NullMarked;
