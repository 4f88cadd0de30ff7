/// As much of Protocol Buffers as the few messages need that a crawler reads and writes; everything is bounded by the bytes
/// that are there.
@NullMarked
package io.starkbeat.crawler.libp2p.protobuf;

import org.jspecify.annotations.NullMarked;
