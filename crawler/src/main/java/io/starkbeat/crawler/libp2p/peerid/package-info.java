/// Keys of peers: what a peer id is made of and how its owner proves it.
@NullMarked
package io.starkbeat.crawler.libp2p.peerid;

import org.jspecify.annotations.NullMarked;
