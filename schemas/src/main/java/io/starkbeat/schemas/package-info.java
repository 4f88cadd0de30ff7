/// The contract between Starkbeat's services and the outside: records, field table, topics, codecs and JSON Schemas.
@NullMarked
package io.starkbeat.schemas;

import org.jspecify.annotations.NullMarked;
