/// multistream-select 1.0: how two peers agree on what to speak.
@NullMarked
package io.starkbeat.crawler.libp2p.multistream;

import org.jspecify.annotations.NullMarked;
