/// The one JSON form of every record, as bytes and as Kafka serdes.
@NullMarked
package io.starkbeat.schemas.codec;

import org.jspecify.annotations.NullMarked;
