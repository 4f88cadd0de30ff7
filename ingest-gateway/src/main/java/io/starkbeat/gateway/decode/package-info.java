/// From the bytes of one message to reports: the dialects in which nodes write, one decoder each, and what is wrong with
/// a message that is none.
@NullMarked
package io.starkbeat.gateway.decode;

import org.jspecify.annotations.NullMarked;
