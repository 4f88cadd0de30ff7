/// What `crawl` prints.
@NullMarked
package io.starkbeat.standalone.crawl;

import org.jspecify.annotations.NullMarked;
