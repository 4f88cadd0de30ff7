/// Peers to be dialled: honest and hostile ones in this process, and foreign ones in Node.js.
@NullMarked
package io.starkbeat.crawler.libp2p.testkit;

import org.jspecify.annotations.NullMarked;
