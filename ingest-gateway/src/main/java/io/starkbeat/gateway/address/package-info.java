/// Whose socket it is: the address behind trusted proxies, and what of it may leave the gateway.
@NullMarked
package io.starkbeat.gateway.address;

import org.jspecify.annotations.NullMarked;
