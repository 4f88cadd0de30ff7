/// Questions about the nodes: which of them, in which order, how many, from where on, and what of each. Pure: neither HTTP
/// nor Kafka is known here, so that every way of asking means the same by the same names.
@NullMarked
package io.starkbeat.query.question;

import org.jspecify.annotations.NullMarked;
